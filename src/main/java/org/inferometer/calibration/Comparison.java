package org.inferometer.calibration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.machine.Spread;
import org.inferometer.machine.Values;
import org.inferometer.record.Mode;
import org.inferometer.record.Outcome;
import org.inferometer.record.RequestRecord;
import org.inferometer.standard.ServedRequest;

/**
 * What the client says beside what the server knows, request by request and token by token. Joined
 * by request id; both sides read the same monotonic clock.
 */
final class Comparison {
  private final Values p2ft = new Values();
  private final Values send = new Values();
  private final Values receive = new Values();
  private final Values lag = new Values();
  private final Values itl = new Values();
  private final Values tpot = new Values();
  private final Values total = new Values();
  private final Window client = new Window();
  private final Window server = new Window();
  private final Window scheduled = new Window();
  private final Window started = new Window();
  private int requests;
  private int failed;
  private int unmatched;
  private long reads;
  private long sharedReads;
  private long events;

  /** First start, last end, and the tokens between them. */
  private static final class Window {
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private long tokens;

    void add(long start, long end, int count) {
      from = Math.min(from, start);
      to = Math.max(to, end);
      tokens += count;
    }

    double tokensPerSecond() {
      return tokens * 1e9 / (to - from);
    }
  }

  private Comparison() {}

  static Comparison of(List<RequestRecord> records, List<ServedRequest> log) {
    Map<String, ServedRequest> served = new HashMap<>();
    log.forEach(request -> served.put(request.id(), request));
    Comparison comparison = new Comparison();
    for (RequestRecord record : records) {
      comparison.add(record, served.get(record.id()));
    }
    return comparison;
  }

  private void add(RequestRecord record, ServedRequest truth) {
    requests++;
    scheduled.add(record.scheduled(), record.scheduled(), 1);
    started.add(record.started(), record.started(), 1);
    if (record.outcome() != Outcome.OK) {
      failed++;
      return;
    }
    if (record.mode() == Mode.SYNC && truth != null && truth.tokens() > 0) {
      long took = record.closed() - record.started();
      total.addNanos(took - (truth.before()[truth.tokens() - 1] - truth.arrival()));
      return;
    }
    long[] at = tokenTimes(record);
    if (truth == null || at.length != truth.tokens() || at.length == 0) {
      unmatched++;
      return;
    }
    int n = at.length;
    long[] wrote = truth.before();
    p2ft.addNanos((at[0] - record.started()) - (wrote[0] - truth.arrival()));
    send.addNanos(truth.arrival() - record.started());
    receive.addNanos(at[0] - wrote[0]);
    total.addNanos((at[n - 1] - record.started()) - (wrote[n - 1] - truth.arrival()));
    if (n > 1) {
      tpot.addNanos(((at[n - 1] - at[0]) - (wrote[n - 1] - wrote[0])) / (double) (n - 1));
    }
    for (int k = 0; k < n; k++) {
      lag.addNanos(at[k] - wrote[k]);
      if (k > 0) {
        itl.addNanos((at[k] - at[k - 1]) - (wrote[k] - wrote[k - 1]));
      }
    }
    client.add(record.started(), at[n - 1], n);
    server.add(truth.arrival(), wrote[n - 1], n);
    countReads(record);
  }

  private void countReads(RequestRecord record) {
    for (int content : record.events()) {
      if (content > 0) {
        reads++;
        events += content;
        sharedReads += content > 1 ? 1 : 0;
      }
    }
  }

  /** When each token came, by the record. */
  static long[] tokenTimes(RequestRecord record) {
    if (record.at() == null) {
      return new long[0];
    }
    int[] counts = record.tokens() != null ? record.tokens() : record.events();
    int n = 0;
    for (int count : counts) {
      n += count;
    }
    long[] times = new long[n];
    int next = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int k = 0; k < counts[i]; k++) {
        times[next++] = record.at()[i];
      }
    }
    return times;
  }

  ErrorSpread p2ftMillis() {
    return ErrorSpread.of(p2ft.toArray());
  }

  ErrorSpread itlMillis() {
    return ErrorSpread.of(itl.toArray());
  }

  ErrorSpread tpotMillis() {
    return ErrorSpread.of(tpot.toArray());
  }

  ErrorSpread totalMillis() {
    return ErrorSpread.of(total.toArray());
  }

  Spread sendMillis() {
    return Spread.of(send.toArray());
  }

  Spread receiveMillis() {
    return Spread.of(receive.toArray());
  }

  Spread lagMillis() {
    return Spread.of(lag.toArray());
  }

  int requests() {
    return requests;
  }

  int failed() {
    return failed;
  }

  int unmatched() {
    return unmatched;
  }

  long tokens() {
    return client.tokens;
  }

  double tokensPerSecond() {
    return client.tokensPerSecond();
  }

  /** The client's token throughput against the server's own, in percent. */
  double throughputErrorPercent() {
    return 100 * (client.tokensPerSecond() / server.tokensPerSecond() - 1);
  }

  double eventsPerRead() {
    return (double) events / reads;
  }

  /** Share of the reads that brought more than one event. */
  double sharedReadsPercent() {
    return 100.0 * sharedReads / reads;
  }

  /** Load offered, of the load asked for: by the starts in an open loop, else by the whole time. */
  Double offeredPercent(Point point) {
    if (point.driver() == Point.Driver.JMH) {
      return null;
    }
    return point.pattern() == Pattern.POISSON
        ? 100.0 * (scheduled.to - scheduled.from) / (started.to - started.from)
        : 100 * point.idealNanos() / (client.to - client.from);
  }
}
