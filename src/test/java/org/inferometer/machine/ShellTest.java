package org.inferometer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShellTest {
  @Test
  void aPathCanBePastedWhateverIsInIt() {
    assertThat(Shell.argument(Path.of("results/20260101-a"))).isEqualTo("results/20260101-a");
    assertThat(Shell.argument(Path.of("/tmp/Läufe/a"))).isEqualTo("/tmp/Läufe/a");
    assertThat(Shell.argument(Path.of("/tmp/my runs/a"))).isEqualTo("'/tmp/my runs/a'");
    assertThat(Shell.argument(Path.of("/tmp/it's/$a"))).isEqualTo("'/tmp/it'\\''s/$a'");
  }

  @Test
  void aPathIsAsShortAsItCanBeGivenHere() {
    Path here = Path.of("").toAbsolutePath();

    assertThat(Shell.argument(here.resolve("results/a"))).isEqualTo("results/a");
    assertThat(Shell.argument(here)).isEqualTo(here.toString());
  }
}
