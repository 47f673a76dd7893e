package org.inferometer.server.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The header of a safetensors file: 8 bytes of header length, that much JSON, then the tensors'
 * bytes. Every number in it is checked against the file's real size before it is used.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
final class SafetensorsFile {
  /** The key of the metadata by which files of {@link ModelWriter} are known again. */
  static final String MADE_BY = "inferometer";

  private static final String METADATA = "__metadata__";
  private static final int MAX_HEADER_BYTES = 100_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where a tensor lies; {@code begin} and {@code end} count from the start of the file. */
  record Entry(Path file, String type, long[] shape, long begin, long end) {}

  private final Path file;

  private SafetensorsFile(Path file) {
    this.file = file;
  }

  static Map<String, Entry> read(Path file) {
    return new SafetensorsFile(file).entries();
  }

  /** Whether {@link ModelWriter} has written the file. */
  static boolean isOurs(Path file) {
    return new SafetensorsFile(file).header().json.path(METADATA).has(MADE_BY);
  }

  private Map<String, Entry> entries() {
    Header header = header();
    return entries(header.json, header.end, header.fileSize);
  }

  private record Header(JsonNode json, long end, long fileSize) {}

  private Header header() {
    try (FileChannel channel = FileChannel.open(file)) {
      LfsPointer.refuse(file);
      long size = channel.size();
      if (size < Long.BYTES) {
        throw broken("is shorter than a safetensors header");
      }
      long length = bytes(channel, 0, Long.BYTES).getLong();
      if (length < 2 || length > Math.min(MAX_HEADER_BYTES, size - Long.BYTES)) {
        throw broken(
            "header length is "
                + length
                + ", allowed: 2 to "
                + Math.min(MAX_HEADER_BYTES, size - Long.BYTES));
      }
      JsonNode header = JSON.readTree(bytes(channel, Long.BYTES, (int) length).array());
      if (!header.isObject()) {
        throw broken("header is not a JSON object");
      }
      return new Header(header, Long.BYTES + length, size);
    } catch (JsonProcessingException e) {
      throw new ModelException(file + ": header is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private Map<String, Entry> entries(JsonNode header, long dataStart, long size) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Iterator<String> names = header.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals(METADATA)) {
        entries.put(name, entry(name, header.get(name), dataStart, size));
      }
    }
    return entries;
  }

  private Entry entry(String name, JsonNode node, long dataStart, long size) {
    JsonNode shape = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!node.path("dtype").isTextual() || !shape.isArray() || offsets.size() != 2) {
      throw broken("header of " + name + " lacks dtype, shape or data_offsets");
    }
    long[] dimensions = new long[shape.size()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = wholeNumber(name, shape.get(i));
    }
    long begin = wholeNumber(name, offsets.get(0));
    long end = wholeNumber(name, offsets.get(1));
    if (begin > end || end > size - dataStart) {
      throw broken(
          "data_offsets of "
              + name
              + " are ["
              + begin
              + ", "
              + end
              + "], allowed: ascending up to "
              + (size - dataStart)
              + "; is the file complete?");
    }
    return new Entry(
        file, node.get("dtype").textValue(), dimensions, dataStart + begin, dataStart + end);
  }

  private long wholeNumber(String name, JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
      throw broken("header of " + name + " has " + number + " where a size is expected");
    }
    return number.longValue();
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the file ends inside its header");
      }
    }
    return buffer.flip();
  }

  private ModelException broken(String what) {
    return new ModelException(file + ": " + what);
  }
}
