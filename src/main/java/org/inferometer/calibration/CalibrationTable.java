package org.inferometer.calibration;

import java.util.Locale;
import org.inferometer.machine.Spread;

/** Calibration results as lines of text, not wider than 100 columns. */
public final class CalibrationTable {
  private static final String FORMAT = "%-17s %6s %5s %5s %6s %6s %6s %6s %6s %6s %4s %6s %4s";

  private CalibrationTable() {}

  /** Two lines that explain the columns. */
  public static String head() {
    return String.format(
            FORMAT, "", "", "load", "tok/s", "P2FT", "error", "ms", "ITL", "lag", "total", "ev/",
            "us/", "peak")
        + "\n"
        + String.format(
            FORMAT, "point", "tok/s", "%", "err %", "mean", "p99", "max", "p99", "p99", "p99",
            "read", "token", "MB");
  }

  /** One result. */
  public static String row(PointResult result) {
    Point point = result.point();
    String name =
        point.pattern().label()
            + switch (point.driver()) {
              case CALLBACK -> "";
              case THREADS -> "-t";
              case JMH -> "-jmh";
            }
            + " "
            + (point.ratePerSecond() > 0
                ? number(point.ratePerSecond(), 0) + "/s"
                : Integer.toString(point.streams()));
    ErrorSpread p2ft = result.p2ftMillis();
    return String.format(
            FORMAT,
            name,
            number(result.tokensPerSecond(), 0),
            number(result.offeredPercent(), 1),
            number(result.throughputErrorPercent(), 2),
            number(p2ft.mean(), 2),
            number(p2ft.p99(), 2),
            number(p2ft.max(), 2),
            number(result.itlMillis().p99(), 2),
            number(result.lagMillis().p99(), 2),
            number(result.totalMillis().p99(), 2),
            number(result.eventsPerRead(), 2),
            number(result.cpuMicrosPerToken(), 1),
            result.peakMemoryBytes() == null ? "" : number(result.peakMemoryBytes() / 1e6, 0))
        + lost(result);
  }

  /** What the server itself did, for the reader who doubts the standard. */
  public static String serverRow(PointResult result) {
    Spread late = result.serverLatenessMillis();
    return String.format(
        Locale.ROOT,
        "  server: late by %s / %s / %s ms (p50 / p99 / max), %s us of CPU a token;"
            + " client: send %s / %s, receive %s / %s ms (p50 / p99)",
        number(late.p50(), 2),
        number(late.p99(), 2),
        number(late.max(), 2),
        number(result.serverCpuMicrosPerToken(), 1),
        number(result.sendMillis().p50(), 2),
        number(result.sendMillis().p99(), 2),
        number(result.receiveMillis().p50(), 2),
        number(result.receiveMillis().p99(), 2));
  }

  private static String lost(PointResult result) {
    return result.failed() + result.unmatched() == 0
        ? ""
        : "\n  of "
            + result.requests()
            + " requests "
            + result.failed()
            + " failed, "
            + result.unmatched()
            + " saw other tokens than the server wrote";
  }

  private static String number(Double value, int digits) {
    return value == null || value.isNaN()
        ? "-"
        : String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
