package org.inferometer.result;

import java.util.Locale;

/**
 * Why a trial is suspect, as data: the sentence is made where it is printed.
 *
 * @param code which rule
 * @param value what was found
 * @param limit what the rule allows
 * @param about what the rule was applied to, where there are several; else empty
 */
public record Reason(Code code, double value, double limit, String about) {
  Reason(Code code, double value, double limit) {
    this(code, value, limit, "");
  }

  /** How a value of a rule is written. */
  private enum Form {
    COUNT("%.0f", "%.0f", 1),
    NUMBER("%.1f", "%.0f", 1),
    FINE("%.3f", "%.2f", 1),
    PERCENT("%.1f %%", "%.0f %%", 100),
    CHANGE("%+.1f %%", "%.0f %%", 100);

    final String value;
    final String limit;
    final double scale;

    Form(String value, String limit, double scale) {
      this.value = value;
      this.limit = limit;
      this.scale = scale;
    }
  }

  /** The rules; their names in small letters stand in files. */
  public enum Code {
    FEW_REQUESTS(Form.COUNT, "only {value} requests ended ok, a median needs {limit}"),
    FEW_CYCLES(Form.COUNT, "only {value} cycles of slots in a repeat, {limit} are needed"),
    SHORT_REPEATS(Form.NUMBER, "only {value} cycles of each slot in a repeat, {limit} are needed"),
    LITTLES_LAW(
        Form.FINE, "Little's law: throughput x time of a cycle is {value} of p, limit 1 ± {limit}"),
    SHORT_STEADY(Form.PERCENT, "all users were there for {value} of the time, {limit} are needed"),
    OFF_SCHEDULE(Form.CHANGE, "the rate offered is {value} off the one asked for, limit {limit}"),
    LATE_STARTS(
        Form.PERCENT,
        "{value} of the requests started more than {about} after their time, limit {limit}"),
    HELD_BACK(
        Form.PERCENT, "max-in-flight held {value} of the requests back, which started late for it"),
    NOT_STEADY(
        Form.PERCENT,
        "not steady: requests pile up by {value} of the rate asked for, limit {limit}"),
    FAILURES(Form.PERCENT, "{value} of the requests failed, limit {limit}"),
    ENDED_BEFORE_GIVEN_UP(
        Form.PERCENT,
        "{value} of the requests that were to be given up had all of their answers before, limit"
            + " {limit}"),
    TOKENS_ESTIMATED(Form.COUNT, "tokens are an estimate: one per event"),
    TOKENS_DISAGREE(
        Form.PERCENT,
        "token counts of usage, or tokenizer, and events differ by {value}, limit {limit}"),
    REASONING_HIDDEN(
        Form.PERCENT,
        "{value} of the output tokens are reasoning that was not sent, counted in throughputs and not"
            + " in the time between tokens, limit {limit}"),
    UNKNOWN_BEFORE_FIRST(
        Form.PERCENT,
        "in {value} of the answers something unknown came before the first known token, which may"
            + " not be the first, limit {limit}"),
    PROMPTS_CACHED(
        Form.PERCENT, "{value} of the prompt tokens came from the server's cache, limit {limit}"),
    OTHERS_ASK(
        Form.PERCENT,
        "{value} of the requests that the server counted were not this client's, limit {limit}"),
    ASKED_UNLIKE(Form.COUNT, "the stacks were not asked alike: {about}"),
    LENGTHS_DIFFER(
        Form.CHANGE,
        "answers are {value} longer than those of {about} to the same prompts, limit {limit}"),
    CROWDED_READS(Form.PERCENT, "{value} of the reads brought more than one event, limit {limit}"),
    DRIFT(
        Form.CHANGE, "total latency drifts: second half {value} against the first, limit {limit}"),
    CLIENT_LATE(
        Form.NUMBER, "the client's threads woke up {value} ms late (mean), limit {limit} ms"),
    CLIENT_VERY_LATE(
        Form.COUNT, "the client's threads woke up {value} ms late (p99), limit {limit} ms"),
    CLIENT_COLLECTS(
        Form.NUMBER,
        "the client spent {value} % of the time in garbage collection, limit {limit} %"),
    CLIENT_BUSY(
        Form.COUNT, "the client alone took {value} % of the machine's processors, limit {limit} %"),
    CLIENT_THREAD_BUSY(
        Form.COUNT, "a thread of the client was busy for {value} % of the time, limit {limit} %"),
    OWN_ERROR(Form.PERCENT, "the instrument's own error is {value} of the {about}, limit {limit}"),
    OWN_DELAY(
        Form.PERCENT, "the client itself delays requests by {value} of the {about}, limit {limit}"),
    THROTTLED(Form.COUNT, "a GPU was throttled for heat or by its hardware"),
    RECORDS(Form.COUNT, "{value} records cannot be true: {about}");

    private final Form form;
    private final String sentence;

    Code(Form form, String sentence) {
      this.form = form;
      this.sentence = sentence;
    }

    /** The rule's name in files. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One sentence with what was found and the limit. */
  public String sentence() {
    return with(shown(code.form.value, value));
  }

  /** The sentence without what differs from trial to trial. */
  public String kind() {
    return with("…");
  }

  private String with(String found) {
    return code.sentence
        .replace("{value}", found)
        .replace("{limit}", shown(code.form.limit, limit))
        .replace("{about}", about);
  }

  private String shown(String format, double number) {
    return String.format(Locale.ROOT, format, number * code.form.scale);
  }

  @Override
  public String toString() {
    return sentence();
  }
}
