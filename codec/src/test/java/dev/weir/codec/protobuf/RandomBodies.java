package dev.weir.codec.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Random encodings of messages: mostly as writers write them, else in another order, more than once, with longer numbers. */
final class RandomBodies {

    private static final long[] LONGS = {
        0,
        1,
        -1,
        5,
        63,
        127,
        128,
        -64,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        1L << 56,
        Long.MIN_VALUE,
        Long.MAX_VALUE
    };
    private static final String[] TEXTS = {
        "", "a", "sensor-00042", "sixteen letters!", "seventeen letters", "Zoë", "€", "𝄞", "ü".repeat(90)
    };

    private final Random random;

    RandomBodies(Random random) {
        this.random = random;
    }

    byte[] body(Descriptor message) {
        return body(message, random.nextInt(3) > 0, 0);
    }

    private byte[] body(Descriptor message, boolean usual, int depth) {
        List<FieldDescriptor> fields = new ArrayList<>(message.getFields());
        fields.sort(Comparator.comparingInt(FieldDescriptor::getNumber));
        if (!usual) {
            fields.addAll(fields);
            if (random.nextBoolean()) {
                Collections.shuffle(fields, random);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            for (FieldDescriptor field : fields) {
                int values = field.isRepeated() ? random.nextInt(4) * random.nextInt(2) : random.nextInt(3);
                for (int i = 0; i < (usual && !field.isRepeated() ? Math.min(values, 1) : values); i++) {
                    write(out, field, usual, depth);
                }
            }
            if (!usual && random.nextInt(10) == 0) {
                out.writeInt64(1 + random.nextInt(70), random.nextLong());
            }
            out.flush();
        } catch (IOException e) {
            throw new AssertionError("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private void write(CodedOutputStream out, FieldDescriptor field, boolean usual, int depth) throws IOException {
        if (field.isPackable() && random.nextInt(4) > 0) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            CodedOutputStream elements = CodedOutputStream.newInstance(packed);
            for (int i = random.nextInt(4); i > 0; i--) {
                writeValue(elements, field, usual, depth);
            }
            elements.flush();
            out.writeByteArray(field.getNumber(), packed.toByteArray());
        } else if (!usual && random.nextInt(40) == 0) {
            out.writeFixed32(field.getNumber(), random.nextInt());
        } else {
            tag(out, field.getNumber() << 3 | wireType(field), usual);
            writeValue(out, field, usual, depth);
        }
    }

    private void tag(CodedOutputStream out, int tag, boolean usual) throws IOException {
        if (usual || random.nextInt(20) > 0) {
            out.writeUInt32NoTag(tag);
        } else {
            longer(out, Integer.toUnsignedLong(tag), 5);
        }
    }

    private static void longer(CodedOutputStream out, long number, int size) throws IOException {
        long rest = number;
        for (int i = 1; i < size; i++) {
            out.write((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.write((byte) (rest & 0x7F));
    }

    private static int wireType(FieldDescriptor field) {
        return switch (field.getType()) {
            case BOOL, INT32, SINT32, UINT32, INT64, SINT64, UINT64, ENUM -> WireFormat.WIRETYPE_VARINT;
            case FIXED32, SFIXED32, FLOAT -> WireFormat.WIRETYPE_FIXED32;
            case FIXED64, SFIXED64, DOUBLE -> WireFormat.WIRETYPE_FIXED64;
            case STRING, BYTES, MESSAGE -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
            case GROUP -> throw new AssertionError("proto3 has no groups");
        };
    }

    private void writeValue(CodedOutputStream out, FieldDescriptor field, boolean usual, int depth) throws IOException {
        switch (field.getType()) {
            case BOOL -> varint(out, usual ? random.nextInt(2) : number(), usual);
            case INT32 -> varint(out, usual ? (int) number() : number(), usual);
            case SINT32, UINT32 -> varint(out, usual ? number() & 0xFFFF_FFFFL : number(), usual);
            case INT64, SINT64, UINT64 -> varint(out, number(), usual);
            case ENUM -> varint(out, new long[] {0, 1, -2, 7, 9}[random.nextInt(usual ? 4 : 5)], usual);
            case FIXED32, SFIXED32 -> out.writeFixed32NoTag((int) number());
            case FIXED64, SFIXED64 -> out.writeFixed64NoTag(number());
            case FLOAT -> out.writeFloatNoTag(random.nextInt(4) == 0 ? Float.NaN : random.nextInt(9) - 4);
            case DOUBLE -> out.writeDoubleNoTag(random.nextInt(4) == 0 ? -0.0 : random.nextGaussian());
            case STRING -> {
                if (usual || random.nextInt(20) > 0) {
                    out.writeStringNoTag(TEXTS[random.nextInt(TEXTS.length)]);
                } else {
                    out.writeBytesNoTag(ByteString.fromHex("61ff62"));
                }
            }
            case BYTES -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                out.writeByteArrayNoTag(bytes);
            }
            case MESSAGE -> out.writeByteArrayNoTag(message(field, usual, depth));
            case GROUP -> throw new AssertionError("proto3 has no groups");
        }
    }

    private byte[] message(FieldDescriptor field, boolean usual, int depth) throws IOException {
        Descriptor type = field.getMessageType();
        if (!type.getName().equals("Timestamp") || !usual && random.nextInt(4) == 0) {
            return body(type, usual, depth + 1);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        if (random.nextInt(4) > 0) {
            out.writeInt64(1, random.nextLong() % 100_000_000_000L);
        }
        if (random.nextBoolean()) {
            out.writeInt32(2, random.nextInt(1_000_000_000));
        }
        out.flush();
        return bytes.toByteArray();
    }

    private long number() {
        return random.nextInt(3) == 0
                ? LONGS[random.nextInt(LONGS.length)]
                : random.nextLong() >> random.nextInt(Long.SIZE);
    }

    private void varint(CodedOutputStream out, long number, boolean usual) throws IOException {
        if (usual || random.nextInt(10) > 0) {
            out.writeUInt64NoTag(number);
        } else {
            longer(out, number, 10);
        }
    }
}
