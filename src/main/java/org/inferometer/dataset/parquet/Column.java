package org.inferometer.dataset.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.inferometer.dataset.parquet.Thrift.Struct;

/** One column of a group of rows: values with their levels, page by page. */
final class Column {
  private static final int DATA_PAGE = 0;
  private static final int DICTIONARY_PAGE = 2;
  private static final int DATA_PAGE_V2 = 3;
  private static final int RLE = 3;
  private static final int MOST_ENTRIES = 1 << 24;

  private final ByteBuffer pages;
  private final Field field;
  private final Values type;
  private final Codec codec;
  private long left;
  private JsonNode[] dictionary;
  private int[] definitions = {};
  private int[] repetitions = {};
  private JsonNode[] values = {};
  private int entry;
  private int value;

  /**
   * @param pages from its first page on
   * @param about what the file says of it
   */
  Column(ByteBuffer pages, Field field, Struct about) {
    this.pages = pages;
    this.field = field;
    this.type = new Values(field.element());
    this.codec = Codec.of(about.number(4));
    this.left = about.number(5);
  }

  /** Definition level of the next entry; -1 after the last. */
  int definition() {
    return hasNext() ? definitions[entry] : -1;
  }

  /** Repetition level of the next entry; -1 after the last. */
  int repetition() {
    return hasNext() ? repetitions[entry] : -1;
  }

  /** The next entry's value, which may only be asked for where it is there. */
  JsonNode take() {
    skip();
    return values[value++];
  }

  /** Leaves out the next entry, which has no value. */
  void skip() {
    UnreadableException.unless(hasNext(), "a column that is shorter than the table");
    entry++;
  }

  private boolean hasNext() {
    while (entry == definitions.length && left > 0) {
      page(Thrift.read(pages));
    }
    return entry < definitions.length;
  }

  private void page(Struct header) {
    byte[] packed = Values.bytes(pages, header.size(3));
    switch ((int) header.number(1)) {
      case DICTIONARY_PAGE -> {
        Struct about = header.struct(7);
        dictionary = type.read(0, unpacked(packed, header.size(2)), about.size(1), null);
      }
      case DATA_PAGE -> {
        Struct about = header.struct(5);
        int count = begin(about);
        ByteBuffer in = unpacked(packed, header.size(2));
        repetitions = levels(in, about.number(4), field.repetition(), count);
        definitions = levels(in, about.number(3), field.definition(), count);
        values(about.number(2), in);
      }
      case DATA_PAGE_V2 -> {
        Struct about = header.struct(8);
        int count = begin(about);
        int ofRepetitions = about.size(6);
        int ofLevels = ofRepetitions + about.size(5);
        ByteBuffer levels = ByteBuffer.wrap(packed, 0, ofLevels);
        repetitions =
            Packed.mixed(levels.slice(0, ofRepetitions), Packed.width(field.repetition()), count);
        definitions =
            Packed.mixed(
                levels.slice(ofRepetitions, ofLevels - ofRepetitions),
                Packed.width(field.definition()),
                count);
        byte[] rest = Arrays.copyOfRange(packed, ofLevels, packed.length);
        ByteBuffer in =
            about.truth(7, true) && rest.length > 0
                ? unpacked(rest, header.size(2) - ofLevels)
                : ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
        values(about.number(4), in);
      }
      default -> {
        // An index.
      }
    }
  }

  private int begin(Struct about) {
    int count = about.size(1);
    UnreadableException.unless(
        count <= Math.min(left, MOST_ENTRIES), "a page of %d values".formatted(count));
    left -= count;
    entry = 0;
    value = 0;
    return count;
  }

  private void values(long encoding, ByteBuffer in) {
    long there = Arrays.stream(definitions).filter(one -> one == field.definition()).count();
    values = type.read(encoding, in, (int) there, dictionary);
  }

  private static int[] levels(ByteBuffer in, long encoding, int most, int count) {
    if (most == 0) {
      return new int[count];
    }
    UnreadableException.unless(encoding == RLE, "levels in the old encoding " + encoding);
    return Packed.afterLength(in, Packed.width(most), count);
  }

  private ByteBuffer unpacked(byte[] packed, int size) {
    return ByteBuffer.wrap(codec.unpack(packed, size)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
