package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {
  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  @Test
  void aPortIsOneThatNobodyElseIsGivenUntilTheServerListens() throws IOException {
    assumeTrue(Files.exists(RANGE), "the system does not tell which ports it gives");
    int first;
    try (Scanner range = new Scanner(Files.newBufferedReader(RANGE))) {
      first = range.nextInt();
    }
    assumeTrue(first > 20_000, "the system gives almost all ports");

    assertThat(Stream.generate(() -> Ports.of(RunningStackTest.launched("1s")).getPort()).limit(5))
        .allMatch(port -> port > 1024 && port < first);
  }
}
