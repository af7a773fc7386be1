package dev.weir.contract;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the text of a {@code .proto} file and finds the place of each problem in it. */
final class ProtobufSchemaText {

    private static final String NAME = "schema.proto";
    private static final Pattern SYNTAX_ERROR =
            Pattern.compile("Syntax error in " + NAME + ":(\\d+):(\\d+): (.*)", Pattern.DOTALL);
    private static final Map<String, FileDescriptor> IMPORTS = Map.of(
            "google/protobuf/timestamp.proto", TimestampProto.getDescriptor(),
            "google/protobuf/wrappers.proto", WrappersProto.getDescriptor());

    private final Path file;

    private ProtobufSchemaText(Path file) {
        this.file = file;
    }

    static ProtobufStreamSchema parse(Path file, String text) throws ContractException {
        ProtobufSchemaText reader = new ProtobufSchemaText(file);
        if (text.length() > SchemaLimits.TEXT) {
            throw reader.refused(null, "The schema has more than " + SchemaLimits.TEXT + " characters.");
        }
        try {
            return reader.read(text);
        } catch (StackOverflowError e) {
            // The libraries' parsers recurse without a bound of their own.
            throw reader.refused(null, "The schema is nested deeper than " + SchemaLimits.DEPTH + " levels.");
        }
    }

    private ProtobufStreamSchema read(String text) throws ContractException {
        ProtoFileElement parsed = parse(text);
        checkHeader(parsed);
        ProtobufDescriptors built = new ProtobufDescriptors(NAME, parsed);
        Descriptor message = describe(built).getMessageTypes().get(0);
        List<Problem> problems = new ArrayList<>();
        FieldType.Struct fields = new ProtobufFieldTypes((field, problem) -> {
                    Location place = built.place(field);
                    problems.add(ProblemCode.SCHEMA_TYPE.at(file, line(place), column(place), problem));
                })
                .struct("", message);
        if (!problems.isEmpty()) {
            throw new ContractException(problems);
        }
        return new ProtobufStreamSchema(text, message, fields);
    }

    private ProtoFileElement parse(String text) throws ContractException {
        try {
            return ProtoParser.Companion.parse(Location.get(NAME), text);
        } catch (IllegalStateException | IllegalArgumentException e) {
            Matcher matcher = SYNTAX_ERROR.matcher(String.valueOf(e.getMessage()));
            if (matcher.matches()) {
                Location place =
                        new Location("", NAME, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
                throw refused(place, "The schema isn't Protobuf: " + matcher.group(3) + ".");
            }
            throw refused(null, "The schema isn't Protobuf: " + e.getMessage() + ".");
        }
    }

    private void checkHeader(ProtoFileElement parsed) throws ContractException {
        if (parsed.getSyntax() != Syntax.PROTO_3) {
            throw refused(null, "The schema must begin with 'syntax = \"proto3\";'.");
        }
        List<String> imports = new ArrayList<>(parsed.getImports());
        imports.addAll(parsed.getPublicImports());
        for (String imported : imports) {
            if (!IMPORTS.containsKey(imported)) {
                throw refused(
                        null,
                        "A stream's schema is one file: it may import " + String.join(" and ", sortedImports())
                                + ", but not '" + imported + "'. Put the types into this file.");
            }
        }
        if (!parsed.getExtendDeclarations().isEmpty()) {
            throw refused(parsed.getExtendDeclarations().get(0).getLocation(), "Extensions can't be used.");
        }
        if (parsed.getTypes().stream().noneMatch(MessageElement.class::isInstance)) {
            throw refused(null, "The schema has no message. The first one of the file is the event.");
        }
    }

    private FileDescriptor describe(ProtobufDescriptors built) throws ContractException {
        FileDescriptorProto proto = built.file();
        FileDescriptor[] imports =
                proto.getDependencyList().stream().map(IMPORTS::get).toArray(FileDescriptor[]::new);
        try {
            return FileDescriptor.buildFrom(proto, imports);
        } catch (DescriptorValidationException e) {
            throw refused(
                    built.place(e.getProblemSymbolName()), "The schema isn't valid Protobuf: " + e.getDescription());
        }
    }

    private ContractException refused(@Nullable Location place, String message) {
        return new ContractException(List.of(ProblemCode.SCHEMA_SYNTAX.at(file, line(place), column(place), message)));
    }

    private static List<String> sortedImports() {
        return IMPORTS.keySet().stream().sorted().toList();
    }

    private static int line(@Nullable Location place) {
        return place == null ? 1 : Math.max(1, place.getLine());
    }

    private static int column(@Nullable Location place) {
        return place == null ? 1 : Math.max(1, place.getColumn());
    }
}
