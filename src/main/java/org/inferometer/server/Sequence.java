package org.inferometer.server;

import java.util.Arrays;
import org.inferometer.server.GenerationEvent.Token;
import org.inferometer.server.engine.Chunk;
import org.inferometer.server.engine.KvCache;

/** A request with its tokens so far. Only the engine thread touches it once it runs. */
final class Sequence {
  private final ServedModel model;
  private final GenerationRequest request;
  private final Generation generation;
  private final RequestTimes times;

  private int[] tokens;
  private int length;
  private int computed;
  private float[] logits;
  private KvCache cache;
  private Sampler sampler;
  private Detokenizer detokenizer;
  private StopStrings stops;

  Sequence(
      ServedModel model, GenerationRequest request, Generation generation, RequestTimes times) {
    this.model = model;
    this.request = request;
    this.generation = generation;
    this.times = times;
  }

  Generation generation() {
    return generation;
  }

  RequestTimes times() {
    return times;
  }

  int promptTokens() {
    return request.prompt().length;
  }

  /** Whether nothing is generated yet. */
  boolean isPrompt() {
    return length == promptTokens();
  }

  /** Takes what it needs to run. */
  void start() {
    length = promptTokens();
    tokens = Arrays.copyOf(request.prompt(), length + request.maxTokens());
    logits = new float[model.engine().vocabularySize()];
    cache = model.engine().newCache(tokens.length);
    sampler = new Sampler(request.sampling());
    detokenizer = new Detokenizer(model.tokenizer(), request.prompt(), request.skipSpecialTokens());
    stops = new StopStrings(request.stopStrings());
  }

  /** Gives its memory back. */
  void stop() {
    if (cache != null) {
      cache.close();
      cache = null;
    }
  }

  /** Tokens that the model has not seen yet. */
  int pending() {
    return length - computed;
  }

  /** The next tokens for the model; logits are asked for with the last pending one. */
  Chunk chunk(int count) {
    int from = computed;
    computed += count;
    return new Chunk(cache, tokens, from, count, pending() == 0 ? logits : null);
  }

  private void forbidEnd() {
    request.stopTokens().forEach(token -> logits[token] = Float.NEGATIVE_INFINITY);
    if (!request.ignoreEndTokens()) {
      model.endTokens().forEach(token -> logits[token] = Float.NEGATIVE_INFINITY);
    }
  }

  /** Chooses the next token from the logits of the last chunk. */
  Token next() {
    if (length - promptTokens() < request.minTokens()) {
      forbidEnd();
    }
    int token = sampler.next(logits, tokens, promptTokens(), length);
    tokens[length++] = token;
    if (!request.ignoreEndTokens() && model.endTokens().contains(token)) {
      return new Token(token, stops.flush(), FinishReason.STOP, null);
    }
    if (request.stopTokens().contains(token)) {
      return new Token(token, stops.flush(), FinishReason.STOP, token);
    }
    String text = detokenizer.next(token);
    if (length - promptTokens() > request.minTokens()) {
      text = stops.accept(text);
    }
    if (stops.matched() != null) {
      return new Token(token, text, FinishReason.STOP, stops.matched());
    }
    return length == tokens.length
        ? new Token(token, text + stops.flush(), FinishReason.LENGTH, null)
        : new Token(token, text, null, null);
  }
}
