package org.inferometer.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.inferometer.record.Outcome;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;

/**
 * Looks for records that cannot be true: of another trial, told twice, out of the order of time, ok
 * without an answer, or with counts that no count can be. Whoever wrote them, no number that rests
 * on them is to be believed.
 */
final class RecordChecks {
  private static final int OK_STATUS = 200;

  private final String stack;
  private final Cell cell;
  private final List<Cell> asked;
  private final Map<String, Long> found = new LinkedHashMap<>();
  private final Hashes ids = new Hashes();

  /** Of measured requests: by the repeat, and by what was asked. */
  private final Hashes questions = new Hashes();

  /**
   * Of what is there only once: two of a million different ones are alike in one of ten million
   * runs.
   */
  private static final class Hashes {
    private long[] all = new long[1024];
    private int count;

    void add(long value) {
      all = count == all.length ? Arrays.copyOf(all, 2 * count) : all;
      all[count++] = value;
    }

    long twice() {
      Arrays.sort(all, 0, count);
      long twice = 0;
      for (int i = 1; i < count; i++) {
        twice += all[i] == all[i - 1] ? 1 : 0;
      }
      return twice;
    }
  }

  RecordChecks(String stack, Cell cell) {
    this.stack = stack;
    this.cell = cell;
    this.asked = cell.asked();
  }

  void look(RequestRecord record) {
    ids.add(hash(record.id()));
    if (record.phase() == Phase.MEASURED && record.place() != null) {
      questions.add(mixed(mixed(record.fork()) ^ record.question()));
    }
    check(
        record.stack().equals(stack)
            && asked.stream().anyMatch(one -> one.asks(record.model(), record.task()))
            && record.mode() == cell.mode()
            && (record.trial() == null || record.trial().equals(cell.trial())),
        "of another stack, model, task, mode or trial");
    check(order(record), "times out of order");
    check(
        record.outcome() != Outcome.OK || record.firstContent() >= 0 && record.closed() != null,
        "ok without an answer");
    check(
        record.outcome() != Outcome.OK || record.status() == null || record.status() == OK_STATUS,
        "ok with the status of something else");
    check(
        notNegative(record.promptTokens())
            && notNegative(record.outputTokens())
            && notNegative(record.eventTokens())
            && notNegative(record.cachedTokens())
            && notNegative(record.reasoningTokens())
            && notNegative(record.tokens())
            && notNegative(record.events()),
        "negative counts");
    check(
        record.cachedTokens() == null
            || record.promptTokens() == null
            || record.cachedTokens() <= record.promptTokens(),
        "more prompt tokens from a cache than there are");
  }

  void damagedLine() {
    check(false, "damaged lines");
  }

  /** One reason for each kind that was found. */
  List<Reason> reasons() {
    twice(ids, "ids that others have");
    twice(questions, "places in the sequence of prompts that others of their repeat have");
    List<Reason> reasons = new ArrayList<>();
    found.forEach(
        (what, records) -> reasons.add(new Reason(Reason.Code.RECORDS, records, 0, what)));
    return reasons;
  }

  private void twice(Hashes hashes, String what) {
    long twice = hashes.twice();
    if (twice > 0) {
      found.put(what, twice);
    }
  }

  private void check(boolean fine, String otherwise) {
    if (!fine) {
      found.merge(otherwise, 1L, Long::sum);
    }
  }

  private static long hash(String id) {
    long hash = 0;
    for (int i = 0; i < id.length(); i++) {
      hash = mixed(hash ^ id.charAt(i));
    }
    return hash;
  }

  private static long mixed(long value) {
    long mixed = 0x9e3779b97f4a7c15L * value;
    return mixed ^ (mixed >>> 32);
  }

  private static boolean order(RequestRecord r) {
    long before = Long.MIN_VALUE;
    for (Long time : new Long[] {r.scheduled(), r.started(), r.head()}) {
      if (time != null && time < before) {
        return false;
      }
      before = time == null ? before : time;
    }
    for (int i = 0; r.at() != null && i < r.at().length; i++) {
      if (r.at()[i] < before) {
        return false;
      }
      before = r.at()[i];
    }
    return (r.closed() == null || r.closed() >= before)
        && (r.sent() == null || r.started() == null || r.sent() >= r.started())
        && (r.connectNanos() == null || r.connectNanos() >= 0)
        && isOfAnArrival(r.firstVisible(), r)
        && isOfAnArrival(r.firstTool(), r);
  }

  private static boolean isOfAnArrival(Long time, RequestRecord r) {
    return time == null
        || r.at() != null && Arrays.stream(r.at()).anyMatch(at -> at == time.longValue());
  }

  private static boolean notNegative(Integer number) {
    return Objects.requireNonNullElse(number, 0) >= 0;
  }

  private static boolean notNegative(int[] numbers) {
    return numbers == null || Arrays.stream(numbers).noneMatch(one -> one < 0);
  }
}
