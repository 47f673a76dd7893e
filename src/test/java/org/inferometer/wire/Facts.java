package org.inferometer.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inferometer.record.RequestRecord;

/** What a record says, in the words of the wire suite. */
final class Facts {
  private Facts() {}

  /** A record in the words of the suite, with as much of it as {@code expected} speaks of. */
  static String of(RequestRecord record, String expected) {
    String facts = facts(record, expected.contains("reads="));
    facts += expected.endsWith("\"") ? " \"" + record.reason() + "\"" : "";
    int open = expected.indexOf("...");
    return open < 0 ? facts : facts.substring(0, Math.min(open, facts.length())) + "...";
  }

  private static String facts(RequestRecord record, boolean reads) {
    int content = record.events() == null ? 0 : IntStream.of(record.events()).sum();
    return Stream.of(
            lower(record.outcome()),
            lower(record.phaseOfFailure()),
            record.status(),
            named("finish", record.finish()),
            named("tokens", record.outputTokens()),
            named("by", lower(record.tokenSource())),
            named("told", record.eventTokens()),
            named("events", content == 0 ? null : content),
            named("prompt", record.promptTokens()),
            named("cached", record.cachedTokens()),
            named("reasoning", record.reasoningTokens()),
            named("unknown", record.unknownEvents()),
            reads ? named("reads", contentReads(record)) : null)
        .filter(fact -> fact != null)
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  private static String contentReads(RequestRecord record) {
    return Arrays.stream(record.events())
        .filter(events -> events > 0)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("+"));
  }

  private static String lower(Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }

  private static String named(String name, Object value) {
    return value == null ? null : name + "=" + value;
  }
}
