package org.inferometer.dataset.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.inferometer.dataset.parquet.Thrift.Struct;

/**
 * Values of one type, as their pages have them. Bytes that are UTF-8 are a text, whatever the file
 * says of them: older writers say nothing.
 */
final class Values {
  /** As {@code parquet.thrift} counts them. */
  private enum Type {
    BOOLEAN,
    INT32,
    INT64,
    INT96,
    FLOAT,
    DOUBLE,
    BYTE_ARRAY,
    FIXED_LEN_BYTE_ARRAY
  }

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int INT96_BYTES = 12;

  private final Type type;
  private final int length;

  /**
   * @param element what the schema says of a column
   */
  Values(Struct element) {
    long number = element.number(1);
    UnreadableException.unless(
        number >= 0 && number < Type.values().length, "values of an unknown type, " + number);
    this.type = Type.values()[(int) number];
    this.length = type == Type.INT96 ? INT96_BYTES : (int) element.number(2, 0);
  }

  /**
   * {@code count} values.
   *
   * @param encoding as {@code parquet.thrift} counts them
   * @param dictionary of the column, or null
   */
  JsonNode[] read(long encoding, ByteBuffer in, int count, JsonNode[] dictionary) {
    if (count == 0) {
      return new JsonNode[0];
    }
    return switch ((int) encoding) {
      case 0 -> plain(in, count);
      case 2, 8 -> ofDictionary(in, count, dictionary);
      case 3 ->
          Arrays.stream(Packed.afterLength(in, 1, count))
              .mapToObj(one -> JSON.booleanNode(one == 1))
              .toArray(JsonNode[]::new);
      case 5 ->
          LongStream.of(Delta.numbers(in, count)).mapToObj(this::number).toArray(JsonNode[]::new);
      case 6 -> Arrays.stream(Delta.texts(in, count)).map(Values::text).toArray(JsonNode[]::new);
      case 7 -> Arrays.stream(Delta.sharing(in, count)).map(Values::text).toArray(JsonNode[]::new);
      case 9 -> plain(together(in, count), count);
      default -> throw new UnreadableException("values in an unknown encoding, " + encoding);
    };
  }

  private JsonNode number(long value) {
    return type == Type.INT32 ? JSON.numberNode((int) value) : JSON.numberNode(value);
  }

  private JsonNode[] plain(ByteBuffer in, int count) {
    if (type == Type.BOOLEAN) {
      return Arrays.stream(Packed.bits(in, 1, count))
          .mapToObj(one -> JSON.booleanNode(one == 1))
          .toArray(JsonNode[]::new);
    }
    UnreadableException.unless(count <= in.remaining(), "a page that is cut");
    JsonNode[] values = new JsonNode[count];
    Arrays.setAll(values, i -> plain(in));
    return values;
  }

  private JsonNode plain(ByteBuffer in) {
    return switch (type) {
      case INT32 -> JSON.numberNode(in.getInt());
      case INT64 -> JSON.numberNode(in.getLong());
      case FLOAT -> JSON.numberNode(in.getFloat());
      case DOUBLE -> JSON.numberNode(in.getDouble());
      case BYTE_ARRAY -> text(bytes(in, in.getInt()));
      case FIXED_LEN_BYTE_ARRAY -> text(bytes(in, length));
      case BOOLEAN, INT96 -> JSON.binaryNode(bytes(in, length));
    };
  }

  private static JsonNode[] ofDictionary(ByteBuffer in, int count, JsonNode[] dictionary) {
    UnreadableException.unless(dictionary != null, "values of a dictionary that is not there");
    int width = in.get();
    return IntStream.of(Packed.mixed(in, width, count))
        .mapToObj(one -> dictionary[one])
        .toArray(JsonNode[]::new);
  }

  /** BYTE_STREAM_SPLIT: the first bytes of all, the second bytes of all, and so on. */
  private ByteBuffer together(ByteBuffer in, int count) {
    int width =
        switch (type) {
          case INT32, FLOAT -> Integer.BYTES;
          case INT64, DOUBLE -> Long.BYTES;
          default -> length;
        };
    byte[] split = bytes(in, (long) width * count);
    byte[] whole = new byte[split.length];
    for (int i = 0; i < split.length; i++) {
      whole[i % count * width + i / count] = split[i];
    }
    return ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] bytes(ByteBuffer in, long length) {
    UnreadableException.unless(length >= 0 && length <= in.remaining(), "a page that is cut");
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private static JsonNode text(byte[] bytes) {
    try {
      return JSON.textNode(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return JSON.binaryNode(bytes);
    }
  }
}
