package org.inferometer.result;

import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests of what a run of one stack with two requests in flight comes to. */
abstract class OneStack {
  static final Offset<Double> EXACT = within(1e-9);

  @TempDir Path root;
  HandMade run;

  @BeforeEach
  void oneStackWithTwoRequestsInFlight() throws IOException {
    run = HandMade.run(root, Mode.STREAM, List.of(2), "a");
  }
}
