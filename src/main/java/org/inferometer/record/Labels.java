package org.inferometer.record;

/**
 * Where a request belongs: the labels that a load gives it before it is sent.
 *
 * @param place of its prompt in the trial's sequence, from 0; the same prompt for every stack
 * @param conversation id of the conversation that it is a turn of, or null
 * @param turn number of that turn, from 1, or null
 * @param turns how many turns that conversation has, or null
 * @param tenant on whose behalf it is sent, where there are several; else null
 * @see RequestRecord
 */
public record Labels(
    String stack,
    String model,
    String task,
    Mode mode,
    String load,
    String trial,
    Integer fork,
    Integer iteration,
    Integer thread,
    Phase phase,
    Long place,
    String conversation,
    Integer turn,
    Integer turns,
    String tenant) {

  /** Of a request that belongs to no conversation. */
  public Labels(
      String stack,
      String model,
      String task,
      Mode mode,
      String load,
      String trial,
      Integer fork,
      Integer iteration,
      Integer thread,
      Phase phase,
      Long place) {
    this(
        stack, model, task, mode, load, trial, fork, iteration, thread, phase, place, null, null,
        null, null);
  }

  /** The same for one turn of a conversation. */
  public Labels of(String conversation, int turn, int turns) {
    return with(conversation, turn, turns, tenant);
  }

  /** The same for {@code tenant}. */
  public Labels by(String tenant) {
    return with(conversation, turn, turns, tenant);
  }

  private Labels with(String conversation, Integer turn, Integer turns, String tenant) {
    return new Labels(
        stack,
        model,
        task,
        mode,
        load,
        trial,
        fork,
        iteration,
        thread,
        phase,
        place,
        conversation,
        turn,
        turns,
        tenant);
  }
}
