package org.inferometer.record;

import java.util.Arrays;

/**
 * The per-request metrics, each derived from the raw facts of one record. Times are in nanoseconds,
 * rates in tokens per second; {@link Double#NaN} where a metric is undefined.
 *
 * <p>With n output tokens and t(x) the time of event x: P2FT = t(first) - t(started), total latency
 * = t(last) - t(started) for streams and t(body complete) - t(started) otherwise, TPOT = (t(last) -
 * t(first)) / (n - 1).
 *
 * <p>What is told of the time between tokens is told of tokens that came: reasoning that stayed
 * with the server is counted in n elsewhere, but not there, and where one read brought everything
 * there is no such time.
 */
public final class RequestMetrics {
  private RequestMetrics() {}

  /** Prompt to first token, streams only. */
  public static double p2ft(RequestRecord r) {
    return since(r.started(), first(r));
  }

  /** P2FT from the moment the load model wanted the request to start. */
  public static double p2ftFromSchedule(RequestRecord r) {
    return since(r.scheduled(), first(r));
  }

  /**
   * Prompt to the first token that is no reasoning, which whoever asked gets to see; streams only.
   */
  public static double firstVisible(RequestRecord r) {
    boolean reasons = r.reasoningEvents() != null;
    return since(r.started(), reasons && r.mode() == Mode.STREAM ? r.firstVisible() : first(r));
  }

  /** Prompt to the first token of a tool call, streams only. */
  public static double firstToolCall(RequestRecord r) {
    return since(r.started(), r.mode() == Mode.STREAM ? r.firstTool() : null);
  }

  /** Time to the response head. */
  public static double ttfb(RequestRecord r) {
    return since(r.started(), r.head());
  }

  /** Time to the last content (stream) or the complete body (sync). */
  public static double totalLatency(RequestRecord r) {
    return since(r.started(), last(r));
  }

  /** Total latency from the moment the load model wanted the request to start. */
  public static double totalLatencyFromSchedule(RequestRecord r) {
    return since(r.scheduled(), last(r));
  }

  /** Time to the end of the answer, terminator included. */
  public static double closeLatency(RequestRecord r) {
    return since(r.started(), r.closed());
  }

  /** The client's own delay before the first byte went out. */
  public static double scheduleDelay(RequestRecord r) {
    return since(r.scheduled(), r.started());
  }

  /**
   * Time per streamed token after the first; streams whose first and last of at least two tokens
   * came at different times.
   */
  public static double tpot(RequestRecord r) {
    int n = streamed(r);
    double took = since(first(r), last(r));
    return n < 2 || !(took > 0) ? Double.NaN : took / (n - 1);
  }

  /** Gaps between streamed tokens, as far as it is known how many came; also within one read. */
  public static int gaps(RequestRecord r) {
    return Math.max(0, streamed(r) - 1);
  }

  /** Output tokens of reasoning that stayed with the server, as far as it tells. */
  public static int hiddenTokens(RequestRecord r) {
    return r.reasoningTokens() == null || r.reasoningEvents() != null ? 0 : r.reasoningTokens();
  }

  /** Output tokens without those of reasoning, where both are known. */
  public static double answerTokens(RequestRecord r) {
    return r.outputTokens() == null || r.reasoningTokens() == null
        ? Double.NaN
        : r.outputTokens() - r.reasoningTokens();
  }

  /** Output tokens by total latency; of several answers the tokens of one. */
  public static double tokenSpeed(RequestRecord r) {
    double latency = totalLatency(r);
    return tokens(r) < 1 || !(latency > 0) ? Double.NaN : r.tokensPerAnswer() * 1e9 / latency;
  }

  /** Streamed tokens after the first by the time they took; defined where {@link #tpot} is. */
  public static double decodeSpeed(RequestRecord r) {
    return 1e9 / tpot(r);
  }

  /** Total latency by output tokens; of several answers by those of one. */
  public static double normalizedLatency(RequestRecord r) {
    return tokens(r) < 1 ? Double.NaN : totalLatency(r) / r.tokensPerAnswer();
  }

  /**
   * Whether gaps between tokens are known: a stream of at least two tokens in more than one read,
   * whose events tell how many each brings, or are about as many as the tokens.
   */
  public static boolean hasGaps(RequestRecord r) {
    return streamed(r) > 1
        && r.firstContent() < r.lastContent()
        && (r.tokens() != null || oneEach(r, streamed(r)));
  }

  /** Whether events are as many as tokens: within 2 %, or one, that ends an answer without text. */
  private static boolean oneEach(RequestRecord r, int tokens) {
    int events = Arrays.stream(r.events()).sum();
    return Math.abs(events - tokens) <= Math.max(1, 0.02 * tokens);
  }

  /**
   * Output tokens of a stream that came as events, 0 where it is not known how many did: what came
   * before the first known one in a form of its own may have been some of them.
   */
  private static int streamed(RequestRecord r) {
    if (r.mode() != Mode.STREAM || r.events() == null) {
      return 0;
    }
    int n = tokens(r);
    if (r.tokenSource() == TokenSource.TOKENIZER) {
      // Counted in the text that came.
      return n;
    }
    if (r.reasoningTokens() != null) {
      int came = n - hiddenTokens(r);
      // A summary of the reasoning comes as few events and is no hidden token less.
      boolean all = r.reasoningEvents() == null || r.tokens() != null || oneEach(r, came);
      return all ? came : 0;
    }
    return r.unknownEvents() == null || oneEach(r, n) ? n : 0;
  }

  private static int tokens(RequestRecord r) {
    return r.outputTokens() == null ? 0 : r.outputTokens();
  }

  private static Long first(RequestRecord r) {
    return r.mode() != Mode.STREAM || r.firstContent() < 0
        ? null
        : Long.valueOf(r.at()[r.firstContent()]);
  }

  private static Long last(RequestRecord r) {
    return r.lastContent() < 0 ? null : Long.valueOf(r.at()[r.lastContent()]);
  }

  private static double since(Long from, Long to) {
    return from == null || to == null ? Double.NaN : to - from;
  }
}
