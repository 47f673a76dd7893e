package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.inferometer.record.Phase;
import org.inferometer.scenario.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellTest {
  private static final URI URL = URI.create("http://127.0.0.1:8123");

  @TempDir private Path folder;

  @Test
  void whatIsAskedBesideATrialAsksNoPromptOfIt() throws IOException {
    Plan plan = TwoStacks.plan(folder, "repeats: 2");

    Cell one = Cell.unrecorded(plan.scenario(), plan.trials().get(0), URL);
    Cell other = Cell.unrecorded(plan.scenario(), plan.trials().get(0), URL);

    assertThat(one.nonces()).isNotNull().isNotEqualTo(other.nonces());
    assertThat(one.labels().phase()).isEqualTo(Phase.WARMUP);
    assertThat(one.labels().trial()).isNull();
  }
}
