package org.inferometer.record;

import java.util.Locale;

/**
 * How a request failed, told so that requests which failed alike are told alike.
 *
 * @param outcome how it ended
 * @param status HTTP status, or null where none came
 * @param reason what the server or the client said, or null
 */
public record FailureKind(Outcome outcome, Integer status, String reason) {

  /** Of a request that did not end ok. */
  public static FailureKind of(RequestRecord record) {
    return new FailureKind(record.outcome(), record.status(), record.reason());
  }

  /** The same for failures that differ in numbers only, such as the length of a prompt. */
  public FailureKind withoutNumbers() {
    return new FailureKind(
        outcome, status, reason == null ? null : reason.replaceAll("\\d+([.,]\\d+)*", "#"));
  }

  /** Such as {@code http error (status 404): there is no model called x}. */
  public String words() {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + (status == null ? "" : " (status " + status + ")")
        + (reason == null ? "" : ": " + Printable.line(reason));
  }
}
