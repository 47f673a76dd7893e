package org.inferometer.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.inferometer.load.Part;
import org.inferometer.record.KeptAnswer;
import org.inferometer.record.Outcome;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.record.TokenSource;
import org.inferometer.run.Cell;
import org.inferometer.run.Texts;
import org.inferometer.server.Tokenizer;
import org.inferometer.server.model.ModelException;
import org.inferometer.wire.AnswerText;
import org.inferometer.wire.Exchange;

/**
 * What becomes of the texts of a trial's answers: they are kept in a file, and their tokens are
 * counted where no server tells them, by the model's own tokenizer, when no request is under way.
 */
final class AnswerTexts implements AutoCloseable {
  /** Texts that wait to be counted are no more than so many characters. */
  private static final long MOST_WAITING = 64 << 20;

  /** Of a trial no more characters are kept. */
  private static final long MOST_KEPT = 1L << 30;

  /** An answer whose tokens are still to be counted. */
  private record Waiting(RequestRecord record, AnswerText text) {}

  private final Map<Part, Texts> wanted = new HashMap<>();
  private final RecordWriter file;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<Path, Tokenizer> tokenizers = new HashMap<>();
  private long keptSoFar;
  private long waitingSoFar;

  private AnswerTexts(List<Cell> cells, Path file) {
    cells.forEach(
        cell -> wanted.put(new Part(cell.labels().model(), cell.labels().task()), cell.texts()));
    boolean keeps = cells.stream().anyMatch(cell -> cell.texts() != null && cell.texts().kept());
    this.file = keeps && file != null ? RecordWriter.append(file) : null;
  }

  /**
   * Those of {@code cells}; null where texts are of no use.
   *
   * @param file where they are kept, if they are; null for nowhere
   */
  static AnswerTexts of(List<Cell> cells, Path file) {
    return cells.stream().allMatch(cell -> cell.texts() == null)
        ? null
        : new AnswerTexts(cells, file);
  }

  /**
   * Takes the text of an ended request.
   *
   * @return whether its record has to wait for {@link #count}
   */
  boolean take(RequestRecord record, Exchange exchange) {
    Texts texts = texts(record);
    AnswerText text = texts == null ? null : exchange.text();
    if (text == null) {
      return false;
    }
    if (file != null && texts.kept() && record.outcome() == Outcome.OK && keptSoFar < MOST_KEPT) {
      keptSoFar += length(text);
      file.write(KeptAnswer.of(record, exchange.asked(), text.text(), text.reasoning()));
    }
    if (texts.tokenizer() == null || !isToBeCounted(record) || length(text) == 0) {
      return false;
    }
    waiting.add(new Waiting(record, text));
    waitingSoFar += length(text);
    return true;
  }

  /** What the text of an answer is wanted for; null if for nothing. */
  private Texts texts(RequestRecord record) {
    return wanted.get(new Part(record.model(), record.task()));
  }

  private static long length(AnswerText text) {
    return (long) text.text().length() + text.reasoning().length();
  }

  /** Whether nobody tells its tokens, and all of them are in its text. */
  private static boolean isToBeCounted(RequestRecord record) {
    boolean told = record.tokenSource() != null && record.tokenSource() != TokenSource.EVENTS;
    return !told && record.firstTool() == null && record.unknownEvents() == null;
  }

  /** Whether there is no room for more that have to wait. */
  boolean isFull() {
    return waitingSoFar > MOST_WAITING;
  }

  /** Counts what waits: the records with their counts, in their order. */
  List<RequestRecord> count() {
    List<RequestRecord> counted = waiting.stream().map(this::counted).toList();
    waiting.clear();
    waitingSoFar = 0;
    return counted;
  }

  /** What waits, uncounted. */
  List<RequestRecord> giveUp() {
    List<RequestRecord> records = waiting.stream().map(Waiting::record).toList();
    waiting.clear();
    return records;
  }

  private RequestRecord counted(Waiting one) {
    Tokenizer tokenizer = tokenizer(texts(one.record).tokenizer());
    if (tokenizer == null) {
      return one.record;
    }
    int reasoning = tokens(tokenizer, one.text.reasoning());
    return one.record.counted(tokens(tokenizer, one.text.text()), reasoning);
  }

  private static int tokens(Tokenizer tokenizer, String text) {
    return text.isEmpty() ? 0 : tokenizer.encode(text, false).length;
  }

  /** That of a model; null if it cannot be used, which leaves the counts as they are. */
  private Tokenizer tokenizer(Path model) {
    if (!tokenizers.containsKey(model)) {
      try {
        tokenizers.put(model, Tokenizer.load(model));
      } catch (ModelException e) {
        tokenizers.put(model, null);
      }
    }
    return tokenizers.get(model);
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
    tokenizers.values().stream().filter(Objects::nonNull).forEach(Tokenizer::close);
  }
}
