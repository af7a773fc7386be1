package dev.weir.contract;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumConstantElement;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a parsed {@code .proto} file into Protobuf's own description of it, and remembers the places. */
final class ProtobufDescriptors {

    private static final Pattern MAP = Pattern.compile("map<([^,]+), (.+)>");
    private static final Map<String, Type> SCALARS = Map.ofEntries(
            Map.entry("double", Type.TYPE_DOUBLE),
            Map.entry("float", Type.TYPE_FLOAT),
            Map.entry("int32", Type.TYPE_INT32),
            Map.entry("int64", Type.TYPE_INT64),
            Map.entry("uint32", Type.TYPE_UINT32),
            Map.entry("uint64", Type.TYPE_UINT64),
            Map.entry("sint32", Type.TYPE_SINT32),
            Map.entry("sint64", Type.TYPE_SINT64),
            Map.entry("fixed32", Type.TYPE_FIXED32),
            Map.entry("fixed64", Type.TYPE_FIXED64),
            Map.entry("sfixed32", Type.TYPE_SFIXED32),
            Map.entry("sfixed64", Type.TYPE_SFIXED64),
            Map.entry("bool", Type.TYPE_BOOL),
            Map.entry("string", Type.TYPE_STRING),
            Map.entry("bytes", Type.TYPE_BYTES));

    private final Map<String, Location> places = new HashMap<>();
    private final FileDescriptorProto file;

    ProtobufDescriptors(String name, ProtoFileElement parsed) {
        FileDescriptorProto.Builder builder =
                FileDescriptorProto.newBuilder().setName(name).setSyntax("proto3");
        String scope = "";
        if (parsed.getPackageName() != null) {
            builder.setPackage(parsed.getPackageName());
            scope = parsed.getPackageName() + ".";
        }
        builder.addAllDependency(parsed.getImports()).addAllDependency(parsed.getPublicImports());
        for (TypeElement type : parsed.getTypes()) {
            if (type instanceof MessageElement message) {
                builder.addMessageType(message(message, scope));
            } else if (type instanceof EnumElement enumeration) {
                builder.addEnumType(enumeration(enumeration, scope));
            }
        }
        file = builder.build();
    }

    FileDescriptorProto file() {
        return file;
    }

    /** Where the message, field or enum with this full name stands; null if that isn't known. */
    @Nullable
    Location place(String fullName) {
        return places.get(fullName);
    }

    private DescriptorProto message(MessageElement message, String scope) {
        String fullName = scope + message.getName();
        places.put(fullName, message.getLocation());
        DescriptorProto.Builder builder = DescriptorProto.newBuilder().setName(message.getName());
        for (TypeElement nested : message.getNestedTypes()) {
            if (nested instanceof MessageElement nestedMessage) {
                builder.addNestedType(message(nestedMessage, fullName + "."));
            } else if (nested instanceof EnumElement nestedEnumeration) {
                builder.addEnumType(enumeration(nestedEnumeration, fullName + "."));
            }
        }
        Map<Location, FieldDescriptorProto.Builder> fields =
                new TreeMap<>(Comparator.comparingInt(Location::getLine).thenComparingInt(Location::getColumn));
        for (OneOfElement choice : message.getOneOfs()) {
            builder.addOneofDecl(OneofDescriptorProto.newBuilder().setName(choice.getName()));
            for (FieldElement field : choice.getFields()) {
                fields.put(
                        field.getLocation(),
                        field(field, fullName, builder).setOneofIndex(builder.getOneofDeclCount() - 1));
            }
        }
        for (FieldElement field : message.getFields()) {
            FieldDescriptorProto.Builder described = field(field, fullName, builder);
            if (field.getLabel() == Field.Label.OPTIONAL) {
                // Protobuf describes presence as a choice of one, which comes after the real ones.
                described.setProto3Optional(true).setOneofIndex(builder.getOneofDeclCount());
                builder.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
            }
            fields.put(field.getLocation(), described);
        }
        fields.values().forEach(builder::addField);
        return builder.build();
    }

    private FieldDescriptorProto.Builder field(FieldElement field, String message, DescriptorProto.Builder owner) {
        places.put(message + "." + field.getName(), field.getLocation());
        FieldDescriptorProto.Builder builder = FieldDescriptorProto.newBuilder()
                .setName(field.getName())
                .setNumber(field.getTag())
                .setLabel(field.getLabel() == Field.Label.REPEATED ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
        Matcher map = MAP.matcher(field.getType());
        if (!map.matches()) {
            return type(builder, field.getType());
        }
        String entry = camelCase(field.getName()) + "Entry";
        owner.addNestedType(DescriptorProto.newBuilder()
                .setName(entry)
                .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                .addField(type(entryField("key", 1), map.group(1)))
                .addField(type(entryField("value", 2), map.group(2))));
        return builder.setLabel(Label.LABEL_REPEATED).setTypeName(entry);
    }

    private static FieldDescriptorProto.Builder entryField(String name, int number) {
        return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setLabel(Label.LABEL_OPTIONAL);
    }

    private static FieldDescriptorProto.Builder type(FieldDescriptorProto.Builder field, String type) {
        Type scalar = SCALARS.get(type);
        return scalar == null ? field.setTypeName(type) : field.setType(scalar);
    }

    private EnumDescriptorProto enumeration(EnumElement enumeration, String scope) {
        places.put(scope + enumeration.getName(), enumeration.getLocation());
        EnumDescriptorProto.Builder builder = EnumDescriptorProto.newBuilder().setName(enumeration.getName());
        for (EnumConstantElement constant : enumeration.getConstants()) {
            places.put(scope + constant.getName(), constant.getLocation());
            builder.addValueBuilder().setName(constant.getName()).setNumber(constant.getTag());
        }
        return builder.build();
    }

    /** As protoc names the entry of a map: {@code by_zone} becomes {@code ByZone}. */
    private static String camelCase(String field) {
        StringBuilder name = new StringBuilder();
        boolean upper = true;
        for (char c : field.toCharArray()) {
            if (c == '_') {
                upper = true;
            } else {
                name.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return name.toString();
    }
}
