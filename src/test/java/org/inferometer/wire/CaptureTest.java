package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CaptureTest {

  /** Or an answer in single bytes could take thirteen times the memory that is allowed. */
  @Test
  void countsTheStampsToItsSize() {
    Capture capture = new Capture(1, 1);
    for (int i = 0; i < 100; i++) {
      capture.append(ByteBuffer.allocate(1), i);
    }
    assertThat(capture.length()).isEqualTo(100);
    assertThat(capture.size()).isEqualTo(100 + 100 * (Long.BYTES + Integer.BYTES));
  }
}
