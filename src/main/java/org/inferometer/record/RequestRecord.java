package org.inferometer.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The raw facts of one request, as one JSON object a line. Field names are part of the run
 * directory's contract: fields may be added, never renamed.
 *
 * <p>Times are {@link System#nanoTime()} values in nanoseconds, comparable with those of other
 * processes of the same machine on Linux (CLOCK_MONOTONIC). Absent ({@code null}) means unknown;
 * nothing is 0 because it is unknown.
 *
 * @param id the {@code X-Request-Id} sent, unique within a run
 * @param stack name of the stack asked
 * @param model name of the model in the scenario
 * @param task name of the task
 * @param prompt id of the prompt within the task
 * @param mode sync or stream
 * @param load the load model at work, such as {@code p=8}
 * @param trial name of the trial that sent it, equal to the records file's name without suffix
 * @param fork number of the JMH fork (repetition), from 1
 * @param iteration number of the iteration within the fork, from 1; warm-up counts apart
 * @param thread index of the load's thread or slot, from 0
 * @param phase measured, warm-up or edge
 * @param place of its prompt in the trial's sequence, from 0; what is not measured counts apart. At
 *     the same place every stack is asked the same
 * @param scheduled when the load model wanted the request to start
 * @param started when the first byte was handed to the socket; absent where none was
 * @param connectNanos duration of opening a connection for the request, which lies before {@code
 *     started}; absent when one was open already
 * @param sent when the last request byte was written, absent where it cannot be known
 * @param head when the response head was complete
 * @param closed when the answer had ended and its slot was free: end of body, or the failure
 * @param status HTTP status
 * @param outcome how it ended
 * @param phaseOfFailure how far it had come, when the outcome is a failure of the exchange
 * @param reason a short human sentence when the outcome is not ok
 * @param finish the server's finish reason
 * @param promptTokens prompt tokens, by the server's count
 * @param outputTokens output tokens, counted by {@code tokenSource}
 * @param tokenSource where {@code outputTokens} comes from
 * @param eventTokens sum of the per-event counts where the events carry them, to be compared with
 *     {@code outputTokens}
 * @param cachedTokens prompt tokens that the server took from a cache, by its own count
 * @param maxTokens output tokens asked for
 * @param requestBytes size of the request body
 * @param inFlight requests of this client in flight when this one started, itself included
 * @param at per arrival: time of the socket read that delivered at least one event (stream), or the
 *     read that completed the body (sync)
 * @param events per arrival: events that carry generated content
 * @param tokens per arrival: tokens, where the events themselves tell; absent otherwise
 * @param bytes per arrival: bytes of the body since the arrival before
 * @param reasoningTokens tokens of reasoning among {@code outputTokens}, by the server's count
 * @param reasoningEvents events that carry reasoning; absent where none came, so that the tokens of
 *     reasoning stayed with the server
 * @param unknownEvents events before the first one with generated content that carry something of
 *     which it is not known whether it is generated; absent where none came
 * @param worker the process that sent it, where several do
 * @param tenant on whose behalf it was sent, where there are several
 * @param conversation id of the conversation that it belongs to
 * @param turn number of its turn in that conversation, from 1
 * @param firstVisible of an answer with reasoning: time of the first arrival with something else
 *     that is generated; absent where no such arrival came. Without reasoning all content is
 *     visible
 * @param firstTool time of the first arrival with a part of a tool call
 * @param toCancel true if the load had chosen it to be cancelled, whether or not its answer was
 *     faster
 * @param turns how many turns that conversation has
 * @param answers prompts that it asked together, each for an answer; absent for one. Then {@code
 *     prompt} has all their ids, and the counts of tokens are sums
 * @param answerTokens output tokens of each of these answers, where the server tells
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "id",
  "stack",
  "model",
  "task",
  "prompt",
  "mode",
  "load",
  "trial",
  "fork",
  "iteration",
  "thread",
  "phase",
  "place",
  "conversation",
  "turn",
  "turns"
})
public record RequestRecord(
    String id,
    String stack,
    String model,
    String task,
    String prompt,
    Mode mode,
    String load,
    String trial,
    Integer fork,
    Integer iteration,
    Integer thread,
    Phase phase,
    Long place,
    Long scheduled,
    Long started,
    Long connectNanos,
    Long sent,
    Long head,
    Long closed,
    Integer status,
    Outcome outcome,
    FailurePhase phaseOfFailure,
    String reason,
    String finish,
    Integer promptTokens,
    Integer outputTokens,
    TokenSource tokenSource,
    Integer eventTokens,
    Integer cachedTokens,
    Integer maxTokens,
    Integer requestBytes,
    Integer inFlight,
    long[] at,
    int[] events,
    int[] tokens,
    int[] bytes,
    Integer reasoningTokens,
    Integer reasoningEvents,
    Integer unknownEvents,
    String worker,
    String tenant,
    String conversation,
    Integer turn,
    Long firstVisible,
    Long firstTool,
    Boolean toCancel,
    Integer turns,
    Integer answers,
    int[] answerTokens) {

  private static final int PLACE_BITS = 40;

  /** Output tokens of one answer: of several, of which it has the sum, their mean. */
  double tokensPerAnswer() {
    double all = outputTokens == null ? 0 : outputTokens;
    return answers == null ? all : all / answers;
  }

  /**
   * How it ended as far as metrics go. An answer that its load meant to give up, and that was
   * faster than that, is cancelled, too: only the quick ones of those answers would be counted
   * otherwise.
   */
  public Outcome judged() {
    return outcome == Outcome.OK && Boolean.TRUE.equals(toCancel) ? Outcome.CANCELLED : outcome;
  }

  /**
   * The number of what was asked, the same for every stack: its place, or one of that and of the
   * turn of the conversation there. Absent where the place is.
   */
  public Long question() {
    return place == null ? null : Long.valueOf(question(place, turn));
  }

  static long question(long place, Integer turn) {
    return turn == null ? place : place + ((turn - 1L) << PLACE_BITS);
  }

  /**
   * The same with its output tokens as the model's tokenizer counts them.
   *
   * @param answer tokens of the answer's text
   * @param reasoning tokens of the text of its reasoning
   */
  public RequestRecord counted(int answer, int reasoning) {
    RecordDraft counted =
        new RecordDraft(this)
            .with("outputTokens", answer + reasoning)
            .with("tokenSource", TokenSource.TOKENIZER);
    if (reasoningTokens == null && reasoning > 0) {
      counted.with("reasoningTokens", reasoning);
    }
    return counted.record();
  }

  /** Index of the first arrival with generated content, or -1. */
  public int firstContent() {
    for (int i = 0; events != null && i < events.length; i++) {
      if (events[i] > 0) {
        return i;
      }
    }
    return -1;
  }

  /** Index of the last arrival with generated content, or -1. */
  public int lastContent() {
    for (int i = events == null ? -1 : events.length - 1; i >= 0; i--) {
      if (events[i] > 0) {
        return i;
      }
    }
    return -1;
  }
}
