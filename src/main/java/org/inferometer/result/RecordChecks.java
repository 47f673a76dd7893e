package org.inferometer.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;

/**
 * Looks for records that cannot be true: of another trial, told twice, out of the order of time, or
 * ok without an answer. Whoever wrote them, no number that rests on them is to be believed.
 */
final class RecordChecks {
  private final String stack;
  private final Cell cell;
  private final Map<String, Long> found = new LinkedHashMap<>();

  /** Hashes of ids: two of a million different ones are alike in one of ten million runs. */
  private long[] ids = new long[1024];

  private int count;

  RecordChecks(String stack, Cell cell) {
    this.stack = stack;
    this.cell = cell;
  }

  void look(RequestRecord record) {
    id(record.id());
    check(
        record.stack().equals(stack)
            && record.model().equals(cell.model())
            && cell.asks(record.task())
            && record.mode() == cell.mode()
            && (record.trial() == null || record.trial().equals(cell.trial())),
        "of another stack, model, task, mode or trial");
    check(order(record), "times out of order");
    check(
        record.outcome() != Outcome.OK || record.firstContent() >= 0 && record.closed() != null,
        "ok without an answer");
    check(
        notNegative(record.promptTokens())
            && notNegative(record.outputTokens())
            && notNegative(record.cachedTokens())
            && notNegative(record.tokens())
            && notNegative(record.events()),
        "negative counts");
  }

  void damagedLine() {
    check(false, "damaged lines");
  }

  /** One reason for each kind that was found. */
  List<Reason> reasons() {
    Arrays.sort(ids, 0, count);
    long twice = 0;
    for (int i = 1; i < count; i++) {
      twice += ids[i] == ids[i - 1] ? 1 : 0;
    }
    if (twice > 0) {
      found.put("ids that others have", twice);
    }
    List<Reason> reasons = new ArrayList<>();
    found.forEach(
        (what, records) -> reasons.add(new Reason(Reason.Code.RECORDS, records, 0, what)));
    return reasons;
  }

  private void check(boolean fine, String otherwise) {
    if (!fine) {
      found.merge(otherwise, 1L, Long::sum);
    }
  }

  private void id(String id) {
    long hash = 0;
    for (int i = 0; i < id.length(); i++) {
      hash = 0x9e3779b97f4a7c15L * (hash ^ id.charAt(i));
      hash ^= hash >>> 32;
    }
    ids = count == ids.length ? Arrays.copyOf(ids, 2 * count) : ids;
    ids[count++] = hash;
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
    return r.closed() == null || r.closed() >= before;
  }

  private static boolean notNegative(Integer number) {
    return Objects.requireNonNullElse(number, 0) >= 0;
  }

  private static boolean notNegative(int[] numbers) {
    return numbers == null || Arrays.stream(numbers).noneMatch(one -> one < 0);
  }
}
