package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.result.PointLog.Tenant;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenarios;
import org.inferometer.scenario.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose the readings of the machine are. */
class TenancyTest {
  private static final String LAUNCHED = "{ launch: { command: [serve] } }";
  private static final String HERE = "{ url: 'http://127.0.0.1:8000' }";
  private static final String THERE = "{ url: 'http://gpu.example:8000' }";

  @TempDir private Path folder;

  /** What the first of stacks {@code a} and {@code b} has. */
  private Tenancy first(boolean together, String a, String b) throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
    Path file =
        Files.writeString(
            folder.resolve("scenario.yaml"),
            """
            name: tenancy
            models: { m: {} }
            stacks: { a: %s, b: %s }
            tasks: { chat: { prompts: p.jsonl, generation: { max_tokens: 4 } } }
            measure: { repeats: 2, stacks-together: %s }
            """
                .formatted(a, b, together));
    Plan plan = Plan.of(Scenarios.read(file, Map.of()));
    Stack first = plan.scenario().stacks().get(0);
    assertThat(first.name()).isEqualTo("a");
    return Tenancy.of(plan, first, List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.3.2.1", "[::1]", "0.0.0.0"})
  void aServerAtAnAddressOfThisMachineIsHere(String host) throws IOException {
    assertThat(first(true, "{ url: 'http://%s:8000' }".formatted(host), THERE).here()).isTrue();
  }

  @Test
  void aServerElsewhereIsNotHereAndDisturbsNobody() throws IOException {
    assertThat(first(true, THERE, HERE).here()).isFalse();
    assertThat(first(true, THERE, HERE).hasTheHost()).isFalse();
    assertThat(first(true, HERE, THERE).hasTheHost()).isTrue();
    assertThat(first(true, LAUNCHED, THERE).hasTheHost()).isTrue();
  }

  @Test
  void aStackHasTheMachineForItselfWhereTheOtherIsNotUpAtTheSameTime() throws IOException {
    assertThat(first(false, LAUNCHED, LAUNCHED).hasTheHost()).isTrue();
    assertThat(first(true, LAUNCHED, LAUNCHED).hasTheHost()).isFalse();
    assertThat(first(false, LAUNCHED, HERE).hasTheHost()).as("it runs all the time").isFalse();
    assertThat(first(false, HERE, LAUNCHED).hasTheHost()).isTrue();
  }

  @Test
  void aTenantThatLeftOneRepeatLeftNoOther() {
    PointLog left =
        new PointLog(
            1,
            0,
            0,
            9_000_000,
            List.of(
                new Tenant("a", "t", 0L, null, null), new Tenant("b", "u", 0L, 50_000_000L, "x")));
    Tenancy tenancy = new Tenancy("a", true, true, null, List.of(left));

    assertThat(tenancy.isComplete("t", HandMade.ok(1, 51, 60))).as("due at 50 ms").isTrue();
    assertThat(tenancy.isComplete("t", HandMade.ok(1, 52, 60))).isFalse();
    assertThat(tenancy.isComplete("t", HandMade.ok(2, 52, 60))).as("another repeat").isTrue();
    assertThat(tenancy.isComplete("u", HandMade.ok(1, 52, 60))).as("another trial").isTrue();
  }
}
