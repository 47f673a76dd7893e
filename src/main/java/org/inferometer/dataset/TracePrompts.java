package org.inferometer.dataset;

import java.util.List;
import org.inferometer.record.Phase;

/**
 * Prompts as long as those of a trace, and answers at most as long. Prompts that shared their
 * beginning share it again, within one repeat of a trial; in each they are new to every server,
 * unless the task asks its prompts as they are.
 */
public final class TracePrompts implements Questions {
  private final List<Lengths> requests;
  private final int block;
  private final String asker;

  /**
   * One request of a trace.
   *
   * @param blocks ids of its prompt's blocks; null where they are not known, so that it shares
   *     nothing
   */
  public record Lengths(int promptTokens, int outputTokens, long[] blocks) {}

  /**
   * The prompts of one trial, whose measured requests are those of the trace in their order.
   *
   * @param block tokens of a block
   * @param run as in {@link PromptSequence}
   */
  public TracePrompts(List<Lengths> requests, int block, String run, String trial, int repeat) {
    this.requests = List.copyOf(requests);
    this.block = block;
    this.asker = run == null ? "" : run + "/" + trial + "/" + repeat;
  }

  /** What is not measured shares nothing with what is. */
  @Override
  public Prompt prompt(Phase phase, long position) {
    int place = place(position);
    Lengths wanted = requests.get(place);
    boolean shares = phase == Phase.MEASURED && wanted.blocks != null;
    String text =
        shares
            ? SyntheticText.ofBlocks(wanted.promptTokens, block, wanted.blocks, asker)
            : SyntheticText.of(wanted.promptTokens, asker, phase == Phase.MEASURED, position);
    return new Prompt("trace-" + (place + 1), text, null);
  }

  @Override
  public Generation generation(Generation ofTask, Phase phase, long position) {
    Integer longest = requests.get(place(position)).outputTokens;
    return ofTask
        .overriddenBy(new Generation(null, null, null, longest, null, null, null))
        .at(position);
  }

  private int place(long position) {
    return (int) (position % requests.size());
  }
}
