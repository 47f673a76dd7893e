package org.inferometer.wire;

import static org.inferometer.wire.JsonCursor.ABSENT;

import org.inferometer.record.TokenSource;

/** What the documents of one answer say, summed up. */
final class Findings {
  private final boolean usageAsked;

  private int events;
  private int contentEvents;
  private int contentTokens;
  private boolean whole;
  private int answers = ABSENT;
  private int[] answerTokens;
  private int emptyAnswers;
  private boolean everyEventTells = true;
  private boolean silent;
  private boolean usageSoFar;
  private int usage;
  private int finalUsage = ABSENT;
  private int promptTokens = ABSENT;
  private int cachedTokens = ABSENT;
  private int reasoningTokens = ABSENT;
  private int reasoningApart;
  private int reasoningEvents;
  private int visibleEvents;
  private int toolEvents;
  private int unknownEvents;
  private String finish;
  private String finishMessage;
  private boolean done;
  private String error;
  private String malformed;

  /**
   * @param usageAsked whether the request asked for the usage so far in every event
   */
  Findings(boolean usageAsked) {
    this.usageAsked = usageAsked;
  }

  /** Takes one chunk of a stream. */
  void chunk(Chunk chunk) {
    boolean ongoing = finish == null && chunk.finish == null;
    boolean soFar = chunk.generation && usageIsSoFar(ongoing);
    int counted = counted(chunk);
    int tokens = tokens(chunk, counted, soFar);
    silent |= chunk.generation && tokens == ABSENT;
    if (chunk.content || tokens > 0) {
      contentEvents++;
      everyEventTells &= tokens != ABSENT;
      contentTokens += Math.max(0, tokens);
    } else if (chunk.unknown && contentEvents == 0) {
      unknownEvents++;
    }
    common(chunk);
    if (counted != ABSENT) {
      usage = Math.max(usage, counted);
      if (soFar && ongoing) {
        usageSoFar |= counted > 0;
      } else {
        finalUsage = counted;
      }
    }
  }

  /** Output tokens that the chunk tells. Beside or after content, 0 is no count of it. */
  private int counted(Chunk chunk) {
    int completion = chunk.usage.completion();
    return completion == 0 && (chunk.content || contentEvents > 0) ? ABSENT : completion;
  }

  /**
   * Whether a usage that comes now, beside a choice, counts the tokens up to here. Otherwise it is
   * the whole answer's, and says nothing about the event that it stands in: so it is where an event
   * that had tokens came without, and in a first usage beside or after the finish reason, unless it
   * was asked for everywhere and is in every event.
   */
  private boolean usageIsSoFar(boolean ongoing) {
    return usageSoFar || (ongoing && everyEventTells) || (usageAsked && !silent);
  }

  /** Tokens that the chunk itself says it brings. */
  private int tokens(Chunk chunk, int counted, boolean soFar) {
    if (chunk.tokens != ABSENT) {
      return chunk.tokens;
    }
    return soFar && counted != ABSENT ? Math.max(0, counted - usage) : ABSENT;
  }

  /** Takes an answer that came in one piece. */
  void whole(Chunk answer) {
    common(answer);
    whole = true;
    answers = answer.answers;
    answerTokens = answer.answerTokens;
    emptyAnswers = answer.emptyAnswers;
    finalUsage = counted(answer);
    contentTokens = answer.tokens != ABSENT ? answer.tokens : finalUsage;
    everyEventTells = contentTokens != ABSENT;
    contentEvents = answer.content || (answer.generation && contentTokens > 0) ? 1 : 0;
  }

  private void common(Chunk document) {
    events++;
    done |= document.end;
    reasoningEvents += document.reasoning ? 1 : 0;
    boolean visible = document.content && !document.reasoning || document.visible;
    visibleEvents += visible || document.toolCall ? 1 : 0;
    toolEvents += document.toolCall ? 1 : 0;
    finish = document.finish != null ? document.finish : finish;
    finishMessage = document.finishMessage != null ? document.finishMessage : finishMessage;
    Usage told = document.usage;
    promptTokens = told.prompt() != ABSENT ? told.prompt() : promptTokens;
    cachedTokens = told.cached() != ABSENT ? told.cached() : cachedTokens;
    reasoningTokens = told.reasoning() != ABSENT ? told.reasoning() : reasoningTokens;
    reasoningApart = Math.max(reasoningApart, told.reasoningApart());
  }

  void done() {
    events++;
    done = true;
  }

  void error(String message) {
    events++;
    error = error != null ? error : message == null ? "an error without a message" : message;
  }

  void malformed(String what) {
    events++;
    malformed = malformed != null ? malformed : what;
  }

  /** Events of any kind, {@code [DONE]} included. */
  int events() {
    return events;
  }

  int contentEvents() {
    return contentEvents;
  }

  /** Tokens of the content events so far, as far as they tell. */
  int contentTokens() {
    return contentTokens;
  }

  /** The sum of what the content events say, or null where one of them does not tell. */
  Integer eventTokens() {
    return contentEvents > 0 && everyEventTells && contentTokens > 0 ? contentTokens : null;
  }

  Integer outputTokens() {
    TokenSource source = tokenSource();
    return source == null
        ? null
        : switch (source) {
          case USAGE -> finalUsage + sentApart();
          case CHUNK_USAGE -> eventTokens() != null ? contentTokens : usage;
          case TOKENIZER, EVENTS -> contentEvents;
        };
  }

  TokenSource tokenSource() {
    if (finalUsage != ABSENT) {
      return TokenSource.USAGE;
    }
    if (eventTokens() != null || usageSoFar) {
      return TokenSource.CHUNK_USAGE;
    }
    return contentEvents > 0 && !whole ? TokenSource.EVENTS : null;
  }

  /** Answers in a whole answer to several prompts; null where it does not tell. */
  Integer answers() {
    return known(answers);
  }

  /** Tokens of each of them; null where it does not tell. */
  int[] answerTokens() {
    return answerTokens;
  }

  /** How many of them are without text and tokens. */
  int emptyAnswers() {
    return emptyAnswers;
  }

  Integer finalUsage() {
    return known(finalUsage);
  }

  Integer promptTokens() {
    return known(promptTokens);
  }

  Integer cachedTokens() {
    return known(cachedTokens);
  }

  /** Tokens of reasoning among the output tokens, as the server counts them. */
  Integer reasoningTokens() {
    return sentApart() > 0 ? Integer.valueOf(sentApart()) : known(reasoningTokens);
  }

  /** Tokens of reasoning that came, and that the server counts beside its completion's. */
  private int sentApart() {
    return reasoningEvents > 0 ? reasoningApart : 0;
  }

  /** Events that carried reasoning; null where none came. */
  Integer reasoningEvents() {
    return reasoningEvents == 0 ? null : reasoningEvents;
  }

  /** Events that carried something else than reasoning, which whoever asked gets to see. */
  int visibleEvents() {
    return visibleEvents;
  }

  /** Events that carried a part of a tool call. */
  int toolEvents() {
    return toolEvents;
  }

  /** Events before the first token that carried something of an unknown kind; null without. */
  Integer unknownEvents() {
    return unknownEvents == 0 ? null : unknownEvents;
  }

  private static Integer known(int value) {
    return value == ABSENT ? null : value;
  }

  String finish() {
    return finish;
  }

  /** What the server says about the finish reason; null where nothing. */
  String finishMessage() {
    return finishMessage;
  }

  boolean isDone() {
    return done;
  }

  String error() {
    return error;
  }

  String malformed() {
    return malformed;
  }
}
