package org.inferometer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.inferometer.record.Phase;
import org.junit.jupiter.api.Test;

class PrefixTest {
  private static final Questions OWN = (phase, place) -> new Prompt("p" + place, "!" + place, null);

  @Test
  void theShareAskedForBeginsWithOneOfSoManyPrefixesOfExactlyThatLength() {
    Prefix prefix = new Prefix(64, 0.3, 4);
    Questions some = prefix.before(OWN, "run");
    Set<String> prefixes = new HashSet<>();
    int sharing = 0;
    for (int place = 0; place < 4000; place++) {
      String[] parts = some.prompt(Phase.MEASURED, place).text().split("!");
      assertThat(parts[1]).isEqualTo("" + place);
      assertThat(parts[0].isEmpty()).isNotEqualTo(prefix.shares(place));
      if (prefix.shares(place)) {
        sharing++;
        assertThat(parts[0].strip().split(" ")).hasSize(64);
        prefixes.add(parts[0]);
      }
    }
    assertThat(prefixes).hasSize(4);
    assertThat(sharing / 4000.0).isBetween(0.27, 0.33);
  }

  @Test
  void allOfThemMayShareOne() {
    Questions all = new Prefix(3, 1, 1).before(OWN, "run");

    assertThat(
            IntStream.range(0, 50)
                .mapToObj(place -> all.prompt(Phase.MEASURED, place).text().split("!")[0])
                .distinct())
        .hasSize(1);
  }

  @Test
  void theWarmUpOfARepeatSharesWithItAndNoOtherRepeatDoes() {
    Prefix prefix = new Prefix(16, 1, 1);
    String measured = prefix.before(OWN, "a").prompt(Phase.MEASURED, 0).text();

    assertThat(prefix.before(OWN, "a").prompt(Phase.WARMUP, 0).text()).isEqualTo(measured);
    assertThat(prefix.before(OWN, "b").prompt(Phase.MEASURED, 0).text()).isNotEqualTo(measured);
  }

  @Test
  void itStandsBeforeTheFirstMessageOfAConversation() {
    Prompt whole =
        Prompt.of("a", List.of(new Message("system", "Be brief."), new Message("user", "Hi")));

    Prompt asked = new Prefix(2, 1, 1).before((phase, at) -> whole, "a").prompt(Phase.MEASURED, 0);

    assertThat(asked.messages().get(0).content()).matches("( [a-z]+){2}Be brief.");
  }
}
