package org.inferometer.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inferometer.result.Seen.Sum;

/**
 * One number as a server counted it over a trial against the same as its client saw it, and why
 * they differ. Times are means in milliseconds, tokens are sums.
 *
 * @param serverCount requests of the server's number, or gaps between tokens
 * @param client of all requests that the client sent, those of warm-up and edges too, as the server
 *     counts them
 * @param measured of those that the trial's results are made of
 * @param words what the difference is made of
 * @param open whether it is larger than what a server cannot see of its own, or cannot be
 */
public record ServerCheck(
    CheckedBySides what,
    double server,
    long serverCount,
    double client,
    long clientCount,
    double measured,
    long measuredCount,
    String words,
    boolean open) {
  private static final double MILLIS = 1000;

  /** Of a client's time, at most this may pass outside of the server unquestioned. */
  private static final double OUTSIDE = 0.10;

  private static final double OUTSIDE_MILLIS = 5;

  /** Clocks and the moments at which both take times differ by as much. */
  private static final double ROUNDING = 0.01;

  private static final double TOKENS = 0.02;

  /** Compares, if both sides tell. */
  static Optional<ServerCheck> of(CheckedBySides what, ServerGrowth server, Seen seen) {
    Double total = server.values().get(what.total());
    Double count = what.isTime() ? server.values().get(what.count()) : Double.valueOf(0);
    Sum all = seen.all.get(what);
    Sum measured = seen.measured.get(what);
    if (total == null || count == null || all.count == 0 || what.isTime() && count <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        what.isTime()
            ? time(what, MILLIS * total / count, Math.round(count), seen)
            : tokens(what, total, all, measured, seen.unclear));
  }

  private static ServerCheck time(CheckedBySides what, double server, long count, Seen seen) {
    Sum all = seen.all.get(what);
    Sum measured = seen.measured.get(what);
    long unclear = seen.unclear;
    boolean gaps = what == CheckedBySides.ITL;
    double client = MILLIS * all.mean();
    double ours = MILLIS * measured.mean();
    List<String> words = new ArrayList<>();
    if (all.count > measured.count && measured.count > 0) {
      long together = gaps ? seen.withinOneRead : 0;
      words.add(
          words(
              "%s ms: %d %s of warm-up and edges%s",
              signed(client - ours),
              all.count - measured.count - together,
              gaps ? "gaps" : "requests",
              together > 0 ? " and %d within one read".formatted(together) : ""));
    }
    long more = count - all.count;
    double slack = gaps ? ROUNDING * all.count : 0;
    double outside = client - server;
    boolean open = false;
    if (more > slack) {
      words.add(
          "the server counted %d more: %s"
              .formatted(
                  more, more <= unclear ? "of those that failed here" : "others ask it, too"));
      open = more > unclear;
    } else if (-more > slack) {
      words.add(
          "the server counted %d fewer%s"
              .formatted(-more, -more <= unclear ? ", as many as failed" : ""));
      open = -more > unclear;
    }
    if (gaps && outside < 0) {
      words.add(
          words(
              "%s ms%s: a first token was longer on its way than the last",
              signed(-outside), share(outside, client)));
      open |= -outside > OUTSIDE * client;
    } else if (outside < -ROUNDING * client) {
      words.add(signed(-outside) + " ms: more than the client saw, which cannot be");
      open = true;
    } else {
      words.add(words("%s ms%s: unseen by the server", signed(-outside), share(outside, client)));
      open |= outside > OUTSIDE * client && outside > OUTSIDE_MILLIS;
    }
    return new ServerCheck(
        what,
        server,
        count,
        client,
        all.count,
        ours,
        measured.count,
        String.join("; ", words),
        open);
  }

  private static ServerCheck tokens(
      CheckedBySides what, double server, Sum all, Sum measured, long unclear) {
    List<String> words = new ArrayList<>();
    if (all.total > measured.total) {
      words.add(
          words(
              "%+.0f: %d requests of warm-up and edges",
              all.total - measured.total, all.count - measured.count));
    }
    double more = server - all.total;
    boolean open = Math.abs(more) > TOKENS * all.total && (more < 0 || unclear == 0);
    words.add(
        more == 0
            ? "the rest agrees"
            : words(
                "%+.0f%s: %s",
                more,
                share(more, all.total),
                unclear > 0
                    ? "%d requests failed or did not tell".formatted(unclear)
                    : "the two count differently"));
    return new ServerCheck(
        what,
        server,
        all.count,
        all.total,
        all.count,
        measured.total,
        measured.count,
        String.join("; ", words),
        open);
  }

  /** With its sign, unless nothing is left of it. */
  private static String signed(double millis) {
    return words("%+.2f", millis).replaceFirst("^[+-]0.00$", "0.00");
  }

  /** Nothing, of nothing. */
  private static String share(double part, double of) {
    return of > 0 ? words(" (%.1f %%)", 100 * Math.abs(part) / of) : "";
  }

  private static String words(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
