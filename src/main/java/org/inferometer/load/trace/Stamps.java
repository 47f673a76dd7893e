package org.inferometer.load.trace;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stamps of one file like {@code 2024-05-10 00:00:00.009930+00:00}: all digits, and the zone. */
final class Stamps {
  private static final Pattern STAMP =
      Pattern.compile(
          "(20[0-9]{2}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?)"
              + "(Z|[-+][0-9]{2}:[0-9]{2})?");
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private Boolean zoned;

  /** Nanoseconds since 1970; without a zone as if it were in UTC. */
  long nanos(Lines lines, String name, String text) {
    Matcher stamp = STAMP.matcher(text);
    if (!stamp.matches()) {
      throw wrong(lines, name, text);
    }
    String zone = stamp.group(4);
    if (zoned != null && zoned != (zone != null)) {
      throw Numbers.wrong(lines, name, text, "a zone in all stamps or in none");
    }
    zoned = zone != null;
    try {
      LocalDateTime local = LocalDateTime.parse(stamp.group(1) + "T" + stamp.group(2));
      ZoneOffset offset = zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone);
      return local.toEpochSecond(offset) * NANOS_PER_SECOND + local.getNano();
    } catch (DateTimeException e) {
      throw wrong(lines, name, text);
    }
  }

  private static TraceException wrong(Lines lines, String name, String text) {
    return Numbers.wrong(
        lines, name, text, "a date and time like 2024-05-10 00:00:00.009930+00:00");
  }
}
