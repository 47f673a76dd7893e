package org.inferometer.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MarkTest {
  private static final Path LOG = Path.of("/runs/one two/logs/a.log");

  @Test
  void isReadAsItWasWritten() {
    Mark mark = Mark.next(LOG);

    assertThat(Mark.parse(mark.toString())).contains(mark);
    assertThat(mark.log()).isEqualTo(LOG.toString());
  }

  @Test
  void isOfOneLaunchOnly() {
    Mark mark = new Mark("1", 2, "3", 4, "x");

    assertThat(mark.matches(new Mark("1", 2, "3", 4, "another encoding of x"))).isTrue();
    assertThat(mark.matches(new Mark("1", 2, "3", 41, "x"))).isFalse();
    assertThat(mark.matches(new Mark("1", 2, "33", 4, "x"))).isFalse();
    assertThat(mark.matches(new Mark("1", 22, "3", 4, "x"))).isFalse();
  }

  @Test
  void nothingElseIsAMark() {
    assertThat(Mark.parse("")).isEmpty();
    assertThat(Mark.parse("9f0c5b1e-2d7c-4b44-9c52-3f2f1c7d1d3a")).isEmpty();
    assertThat(Mark.parse("1.2.3 log")).isEmpty();
  }

  @Test
  void isOrphanedOnlyWhenItsLauncherIsKnownToHaveEnded() {
    Mark ours = Mark.next(LOG);

    assertThat(ours.isOrphaned()).isFalse();
    assertThat(new Mark("1", ours.pid(), "1", 1, "x").isOrphaned())
        .as("of another container, which cannot be told")
        .isFalse();
    if (Proc.pidSpace().isPresent()) {
      assertThat(new Mark(ours.space(), ours.pid(), "1", 1, "x").isOrphaned())
          .as("its number is another's now")
          .isTrue();
    }
  }
}
