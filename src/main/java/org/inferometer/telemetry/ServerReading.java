package org.inferometer.telemetry;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What servers say of themselves, under one name whatever their makers call it. What is counted is
 * counted since the server's start; of times there is the sum over all that were taken, and their
 * number.
 */
public enum ServerReading {
  /** Requests being computed. */
  RUNNING("running"),
  /** Requests in the queue. */
  WAITING("waiting"),
  /** Used share of the KV cache, from 0 to 1; of several engines the fullest. */
  KV_CACHE_SHARE("kvCacheShare"),

  /** Requests that ended, of some servers only those that ended well. */
  REQUESTS("requests"),
  /** Requests that lost their place to others, and are computed again. */
  PREEMPTIONS("preemptions"),
  PROMPT_TOKENS("promptTokens"),
  OUTPUT_TOKENS("outputTokens"),
  /** Of what was looked for in the prefix cache, what was there; in tokens or blocks of them. */
  CACHE_FOUND("cacheFound"),
  CACHE_WANTED("cacheWanted"),

  /** From a request's arrival to its first token. */
  TTFT_SECONDS("ttftSeconds"),
  TTFT_COUNT("ttftCount"),
  /** From one token to the next of the same request. */
  ITL_SECONDS("itlSeconds"),
  ITL_COUNT("itlCount"),
  /** From a request's arrival to its end. */
  LATENCY_SECONDS("latencySeconds"),
  LATENCY_COUNT("latencyCount"),
  /** From a request's arrival to its being computed. */
  QUEUE_SECONDS("queueSeconds"),
  QUEUE_COUNT("queueCount"),
  /** From there to the first token. */
  PREFILL_SECONDS("prefillSeconds"),
  PREFILL_COUNT("prefillCount"),
  /** From the first token to the last. */
  DECODE_SECONDS("decodeSeconds"),
  DECODE_COUNT("decodeCount"),
  /** Prefill and decode together, of servers that do not tell them apart. */
  COMPUTE_SECONDS("computeSeconds"),
  COMPUTE_COUNT("computeCount");

  /** Those that rise and fall; all others count. */
  public static final Set<ServerReading> LEVELS = EnumSet.of(RUNNING, WAITING, KV_CACHE_SHARE);

  private final String id;

  ServerReading(String id) {
    this.id = id;
  }

  /** Its name in files. */
  public String id() {
    return id;
  }

  /** The reading called {@code id}. */
  public static Optional<ServerReading> find(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
  }
}
