package org.inferometer.dataset.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Apache Thrift's compact protocol, in which Parquet files describe themselves. Fields have numbers
 * and no names, which stand in {@code parquet.thrift}.
 */
final class Thrift {
  private static final int DEEPEST = 32;

  private final ByteBuffer in;

  private Thrift(ByteBuffer in) {
    this.in = in;
  }

  /** A structure: its fields by their numbers. */
  record Struct(Map<Integer, Object> fields) {
    boolean has(int field) {
      return fields.containsKey(field);
    }

    long number(int field) {
      UnreadableException.unless(has(field), "a description without field " + field);
      return (Long) fields.get(field);
    }

    /** A number of bytes or things that are held in memory. */
    int size(int field) {
      long size = number(field);
      UnreadableException.unless(size >= 0 && size <= 1 << 28, "a size of " + size);
      return (int) size;
    }

    long number(int field, long otherwise) {
      return has(field) ? number(field) : otherwise;
    }

    boolean truth(int field, boolean otherwise) {
      return has(field) ? (Boolean) fields.get(field) : otherwise;
    }

    String text(int field) {
      return new String((byte[]) fields.get(field), StandardCharsets.UTF_8);
    }

    Struct struct(int field) {
      UnreadableException.unless(has(field), "a description without field " + field);
      return (Struct) fields.get(field);
    }

    List<Struct> structs(int field) {
      UnreadableException.unless(has(field), "a description without field " + field);
      return ((List<?>) fields.get(field)).stream().map(Struct.class::cast).toList();
    }
  }

  /** The structure that begins where {@code in} is, which is then behind it. */
  static Struct read(ByteBuffer in) {
    return new Thrift(in).struct(0);
  }

  private Struct struct(int depth) {
    UnreadableException.unless(depth < DEEPEST, "descriptions within descriptions");
    Map<Integer, Object> fields = new HashMap<>();
    int number = 0;
    for (int header = in.get() & 0xff; header != 0; header = in.get() & 0xff) {
      int step = header >>> 4;
      number = step == 0 ? (int) Varint.signed(in) : number + step;
      int type = header & 0xf;
      // A field's truth is its type.
      fields.put(number, type <= 2 ? (Object) (type == 1) : value(type, depth));
    }
    return new Struct(fields);
  }

  private Object value(int type, int depth) {
    return switch (type) {
      case 1, 2 -> in.get() == 1;
      case 3 -> (long) in.get();
      case 4, 5, 6 -> Varint.signed(in);
      case 7 -> in.getDouble();
      case 8 -> bytes(Varint.count(in));
      case 9, 10 -> list(depth);
      case 11 -> map(depth);
      case 12 -> struct(depth + 1);
      default -> throw new UnreadableException("a description with type " + type);
    };
  }

  private byte[] bytes(int length) {
    UnreadableException.unless(length <= in.remaining(), "a description that is cut");
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private List<Object> list(int depth) {
    int header = in.get() & 0xff;
    int size = header >>> 4 == 0xf ? Varint.count(in) : header >>> 4;
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(value(header & 0xf, depth + 1));
    }
    return list;
  }

  private Map<Object, Object> map(int depth) {
    int size = Varint.count(in);
    int types = size == 0 ? 0 : in.get() & 0xff;
    Map<Object, Object> map = new HashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(value(types >>> 4, depth + 1), value(types & 0xf, depth + 1));
    }
    return map;
  }
}
