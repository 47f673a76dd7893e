package org.inferometer.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads what {@link RecordWriter} has written, one record after the other, without holding the
 * file. A damaged line is reported and left out; the rest is still read. Of many damaged lines of
 * one file only the first are reported one by one.
 */
public final class RecordReader {
  /** A million arrivals take half of it. */
  private static final int LONGEST_LINE = 64 << 20;

  private static final int MOST_PROBLEMS = 20;

  private static final ObjectReader ANSWER =
      JsonMapper.builder().build().readerFor(KeptAnswer.class);

  private final Path file;
  private final long begin;
  private final Damage damage;
  private final RecordParser parser = new RecordParser();
  private long line;
  private long damaged;

  private RecordReader(Path file, Damage damage) {
    this(file, 0, damage);
  }

  private RecordReader(Path file, long begin, Damage damage) {
    this.file = file;
    this.begin = begin;
    this.damage = damage;
  }

  /** Hears of lines that are no records. */
  @FunctionalInterface
  public interface Damage {
    /** Of one line, and what is wrong with it. */
    void line(long number, String reason);

    /** Of how many more there were. */
    default void more(long lines) {}

    /** Told in a sentence for each line. */
    private static Damage inWords(Path file, Consumer<String> problems) {
      return new Damage() {
        @Override
        public void line(long number, String reason) {
          problems.accept("%s, line %d is left out: %s".formatted(file, number, reason));
        }

        @Override
        public void more(long lines) {
          problems.accept("%s: %d more lines are left out".formatted(file, lines));
        }
      };
    }
  }

  /**
   * Hands every record of {@code file} to {@code records}, in the file's order.
   *
   * @param problems gets one sentence for each line that is no record: file, line, what is wrong
   */
  public static void read(Path file, Consumer<RequestRecord> records, Consumer<String> problems) {
    new RecordReader(file, Damage.inWords(file, problems))
        .records(
            record -> {
              records.accept(record);
              return true;
            });
  }

  /**
   * Hands the records of {@code file} from byte {@code begin} on, where a line begins, to {@code
   * records}, in the file's order; what is no record is left out.
   */
  public static void readFrom(Path file, long begin, Consumer<RequestRecord> records) {
    new RecordReader(file, begin, (number, reason) -> {})
        .records(
            record -> {
              records.accept(record);
              return true;
            });
  }

  /** Hands records of {@code file} to {@code more}, in the file's order, until it says no. */
  public static void readWhile(Path file, Predicate<RequestRecord> more) {
    readWhile(file, more, (number, reason) -> {});
  }

  /** The same, and {@code damage} hears of lines that are no records. */
  public static void readWhile(Path file, Predicate<RequestRecord> more, Damage damage) {
    new RecordReader(file, damage).records(more);
  }

  /** The first readable record of {@code file}. */
  public static Optional<RequestRecord> first(Path file) {
    RequestRecord[] first = new RequestRecord[1];
    new RecordReader(file, (number, reason) -> {})
        .records(
            record -> {
              first[0] = record;
              return false;
            });
    return Optional.ofNullable(first[0]);
  }

  /** Gets the places of prompts. */
  public interface Places {
    /**
     * A prompt that was measured and answered.
     *
     * @param fork repeat of the trial
     * @param question see {@link RequestRecord#question}
     */
    void answered(int fork, long question);
  }

  /**
   * Tells which prompts of {@code file} were measured and answered. No more of a line is read than
   * that takes; what is no record tells of none.
   */
  public static void places(Path file, Places places) {
    RecordReader reader = new RecordReader(file, (number, reason) -> {});
    reader.lines((buffer, from, to) -> reader.place(buffer, from, to, places));
  }

  /**
   * Hands every kept answer of {@code file} to {@code answers}, in the file's order.
   *
   * @param problems gets one sentence for each line that is none: file, line, what is wrong
   */
  public static void answers(Path file, Consumer<KeptAnswer> answers, Consumer<String> problems) {
    RecordReader reader = new RecordReader(file, Damage.inWords(file, problems));
    reader.lines((buffer, from, to) -> reader.answer(buffer, from, to, answers));
  }

  private boolean answer(byte[] buffer, int from, int to, Consumer<KeptAnswer> answers) {
    line++;
    KeptAnswer answer = null;
    try {
      answer = ANSWER.readValue(buffer, from, to - from);
      if (answer.fork() == null || answer.place() == null || answer.text() == null) {
        throw new IllegalArgumentException("fork, place or text is missing");
      }
    } catch (IOException | IllegalArgumentException e) {
      leaveOut(reason(e));
      return true;
    }
    answers.accept(answer);
    return true;
  }

  private boolean place(byte[] buffer, int from, int to, Places places) {
    try {
      parser.place(buffer, from, to - from, places);
    } catch (IOException | IllegalArgumentException e) {
      leaveOut(reason(e));
    }
    return true;
  }

  /** Gets one line after the other, and says whether to go on. */
  private interface Lines {
    boolean line(byte[] buffer, int from, int to);
  }

  private void lines(Lines lines) {
    byte[] buffer = new byte[1 << 20];
    int from = 0;
    int filled = 0;
    boolean tooLong = false;
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(begin);
      for (int read; (read = in.read(buffer, filled, buffer.length - filled)) >= 0; ) {
        int searched = filled;
        filled += read;
        for (int i = searched; i < filled; i++) {
          if (buffer[i] == '\n') {
            if (!tooLong && !lines.line(buffer, from, i)) {
              return;
            }
            tooLong = false;
            from = i + 1;
          }
        }
        if (from > 0) {
          System.arraycopy(buffer, from, buffer, 0, filled - from);
          filled -= from;
          from = 0;
        }
        if (filled == LONGEST_LINE && !tooLong) {
          line++;
          leaveOut("it is longer than %d MiB".formatted(LONGEST_LINE >> 20));
          tooLong = true;
        }
        filled = tooLong ? 0 : filled;
        buffer = filled == buffer.length ? Arrays.copyOf(buffer, 2 * filled) : buffer;
      }
      if (filled > 0) {
        lines.line(buffer, 0, filled);
      }
      if (damaged > MOST_PROBLEMS) {
        damage.more(damaged - MOST_PROBLEMS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read records from " + file + ": " + e.getMessage(), e);
    }
  }

  private void records(Predicate<RequestRecord> more) {
    lines((buffer, from, to) -> record(buffer, from, to, more));
  }

  private boolean record(byte[] buffer, int from, int to, Predicate<RequestRecord> more) {
    line++;
    RequestRecord record;
    try {
      record = parser.parse(buffer, from, to - from);
    } catch (IOException | IllegalArgumentException e) {
      leaveOut(reason(e));
      return true;
    }
    return more.test(record);
  }

  private void leaveOut(String reason) {
    if (++damaged <= MOST_PROBLEMS) {
      damage.line(line, reason);
    }
  }

  /** The parser's own words tell of its inside, and where in the line it stopped is enough. */
  private static String reason(Exception e) {
    return e instanceof JsonProcessingException json && json.getLocation() != null
        ? "it is cut off or damaged at column " + Math.max(1, json.getLocation().getColumnNr())
        : "it is cut off or damaged: " + e.getMessage();
  }
}
