package org.inferometer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

  /** However many connections there are. */
  @Test
  void arePooledUpToALimit() {
    CapturePool pool = new CapturePool(1000);
    List<Capture> used = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Capture capture = pool.take(1);
      capture.append(ByteBuffer.allocate(3 << 20), 0);
      used.add(capture);
    }
    used.forEach(pool::giveBack);
    long reused =
        IntStream.range(0, 100).mapToObj(i -> pool.take(1)).filter(used::contains).count();
    assertThat(reused).isEqualTo(85);
  }
}
