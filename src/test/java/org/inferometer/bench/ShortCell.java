package org.inferometer.bench;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prompt;
import org.inferometer.load.Load;
import org.inferometer.record.Labels;
import org.inferometer.record.Mode;
import org.inferometer.run.Cell;
import org.inferometer.run.Texts;
import org.inferometer.wire.Api;
import org.inferometer.wire.Deadlines;
import org.inferometer.wire.Endpoint;
import org.inferometer.wire.Protocols;
import org.inferometer.wire.Transport;

/** Two short prompts, streamed: what a load asks where only its times are of interest. */
final class ShortCell {
  private ShortCell() {}

  /** Of {@code stack} at {@code server}, whose requests may take {@code total}. */
  static Cell of(String stack, URI server, Load load, Duration warmUp, Duration total) {
    Duration patient = Duration.ofMinutes(1);
    return new Cell(
        new Endpoint(server, Api.COMPLETIONS, Protocols.spoken("openai"), "exact", null),
        Transport.SOCKETS,
        new Deadlines(patient, patient, patient, patient, total),
        List.of(new Prompt("a", "x", null), new Prompt("b", "y", null)),
        null,
        null,
        1,
        new Generation(0.0, null, null, null, null, null, null),
        load,
        null,
        warmUp,
        new Labels(
            stack, "model", "task", Mode.STREAM, load.label(), "trial", 1, null, null, null, null));
  }

  /**
   * A cell of one repeat with other labels.
   *
   * @param texts what becomes of the answers' texts; null for nothing
   */
  static Cell with(Cell cell, Labels labels, Texts texts) {
    return new Cell(
        cell.endpoint(),
        cell.transport(),
        cell.deadlines(),
        cell.prompts(),
        cell.renewal(),
        cell.nonces(),
        cell.seed(),
        cell.generation(),
        cell.load(),
        null,
        cell.warmup(),
        labels,
        cell.talk(),
        null,
        texts,
        1);
  }
}
