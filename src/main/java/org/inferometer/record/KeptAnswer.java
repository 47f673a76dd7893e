package org.inferometer.record;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The text of one answer, as one JSON object a line of {@code answers/<stack>/<trial>.jsonl}.
 *
 * @param id that of its {@link RequestRecord}
 * @param fork number of the repeat, from 1
 * @param phase what it was asked for
 * @param prompt id of the prompt within its task
 * @param place of the prompt in the trial's sequence, from 0
 * @param turn number of the turn in its conversation, from 1; absent outside of one
 * @param asked a hash of all that was asked: of two answers with the same one may be compared
 * @param text what came; empty without any
 * @param reasoning what came as the model's reasoning; absent without any
 * @param cut true where the text was longer than is kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeptAnswer(
    String id,
    Integer fork,
    Phase phase,
    String prompt,
    Long place,
    Integer turn,
    Integer asked,
    String text,
    String reasoning,
    Boolean cut) {
  /** Longest text that is kept, in characters. */
  public static final int LONGEST = 1 << 20;

  /** That of {@code record}, cut where it is longer than {@link #LONGEST}. */
  public static KeptAnswer of(RequestRecord record, int asked, String text, String reasoning) {
    boolean cut = text.length() > LONGEST || reasoning.length() > LONGEST;
    return new KeptAnswer(
        record.id(),
        record.fork(),
        record.phase(),
        record.prompt(),
        record.place(),
        record.turn(),
        asked,
        shortened(text),
        reasoning.isEmpty() ? null : shortened(reasoning),
        cut ? true : null);
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }
}
