package org.inferometer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadBandwidthTest {
  @Test
  void whatFitsIntoACacheIsReadFasterThanWhatFitsIntoNone() {
    double inCache = ReadBandwidth.bytesPerSecond(1 << 16);

    assertThat(inCache).isBetween(1e9, 1e14);
    assertThat(ReadBandwidth.bytesPerSecond(1 << 28)).isLessThan(inCache);
  }
}
