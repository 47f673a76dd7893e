package org.inferometer.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.inferometer.wire.Address;

/** What is special about how stacks are asked, and what it does to their numbers. */
public final class Caveats {
  private Caveats() {}

  /** What a reader of results must know of {@code scenario}, a sentence each. */
  public static List<String> of(Scenario scenario) {
    List<String> sentences = new ArrayList<>(Unsaid.sentences(scenario));
    sentences.addAll(oneServer(scenario));
    sentences.addAll(secure(scenario));
    return sentences;
  }

  private static List<String> oneServer(Scenario scenario) {
    return scenario.stacks().stream()
        .map(scenario::onServerOf)
        .filter(same -> same.size() > 1)
        .map(Caveats::names)
        .distinct()
        .map(
            names ->
                names
                    + " are one server: the words that make a prompt new are each one's own, as what"
                    + " one asked is in the other's cache")
        .toList();
  }

  private static List<String> secure(Scenario scenario) {
    List<String> sentences = new ArrayList<>();
    List<Stack> secure =
        scenario.stacks().stream()
            .filter(one -> one.url() != null && Address.of(one.url().toString()).secure())
            .toList();
    if (!secure.isEmpty()) {
      sentences.add(
          names(secure)
              + ": over https, decrypted after the arrivals are stamped; the instrument's own error that"
              + " is told is that of plain http");
    }
    List<Stack> insecure =
        secure.stream().filter(one -> one.tls() != null && one.tls().insecure()).toList();
    if (!insecure.isEmpty()) {
      sentences.add(names(insecure) + ": any certificate was trusted (tls: insecure)");
    }
    return sentences;
  }

  private static String names(List<Stack> stacks) {
    return stacks.stream().map(Stack::name).collect(Collectors.joining(" and "));
  }
}
