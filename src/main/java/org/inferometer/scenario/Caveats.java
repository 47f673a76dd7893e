package org.inferometer.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inferometer.dataset.Generation;
import org.inferometer.wire.Transport;

/** What is special about how stacks are asked, and what it does to their numbers. */
public final class Caveats {
  private Caveats() {}

  /** What a reader of results must know of {@code scenario}, a sentence each. */
  public static List<String> of(Scenario scenario) {
    List<String> sentences = new ArrayList<>(Unsaid.sentences(scenario));
    sentences.addAll(oneServer(scenario));
    sentences.addAll(secure(scenario));
    sentences.addAll(byLibrary(scenario));
    return sentences;
  }

  /** What whoever runs {@code plan} must know of it before, a sentence each. */
  public static List<String> ofRun(Plan plan) {
    Scenario scenario = plan.scenario();
    List<String> sentences = new ArrayList<>(of(scenario));
    sentences.addAll(ofTraces(scenario));
    sentences.addAll(Exclusive.withoutEffect(scenario.stacks()));
    oddRepeats(plan).ifPresent(sentences::add);
    return sentences;
  }

  private static Optional<String> oddRepeats(Plan plan) {
    int repeats = plan.scenario().measure().repeats();
    return plan.scenario().search() == null
            && plan.interleaved()
            && plan.stacks().size() == 2
            && !(plan.scenario().measure().until() instanceof Until.Stable)
            && repeats % 2 == 1
        ? Optional.of(
            "%d repeats are an odd number: one stack comes first more often than the other"
                .formatted(repeats))
        : Optional.empty();
  }

  /** Reads the traces for it. */
  static List<String> ofTraces(Scenario scenario) {
    List<String> sentences = new ArrayList<>();
    scenario.tasks().stream()
        .flatMap(Task::traces)
        .distinct()
        .forEach(trace -> sentences.addAll(trace.facts()));
    scenario.tasks().stream()
        .filter(task -> task.traces().findAny().isPresent())
        .filter(task -> !task.generation().values().stream().allMatch(Caveats::isOfFullLength))
        .map(
            task ->
                task.name()
                    + ": an answer of the trace is the longest that is asked for, and a model may"
                    + " end before; generation: { ignore_eos: true } makes it as long")
        .forEach(sentences::add);
    return sentences;
  }

  private static boolean isOfFullLength(Generation generation) {
    return Boolean.TRUE.equals(generation.ignoreEos());
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
    List<Stack> secure = scenario.stacks().stream().filter(one -> one.way().tls()).toList();
    List<Stack> ours = secure.stream().filter(one -> one.transport() == Transport.SOCKETS).toList();
    if (!ours.isEmpty()) {
      sentences.add(names(ours) + ": over https, decrypted after the arrivals are stamped");
    }
    List<Stack> insecure =
        secure.stream().filter(one -> one.tls() != null && one.tls().insecure()).toList();
    if (!insecure.isEmpty()) {
      sentences.add(names(insecure) + ": any certificate was trusted (tls: insecure)");
    }
    return sentences;
  }

  private static List<String> byLibrary(Scenario scenario) {
    List<Stack> stacks =
        scenario.stacks().stream().filter(one -> one.transport() == Transport.HTTP_CLIENT).toList();
    return stacks.isEmpty()
        ? List.of()
        : List.of(
            names(stacks)
                + ": carried by Apache HttpClient (transport: http-client), whose own work lies"
                + " before the stamp of an arrival");
  }

  private static String names(List<Stack> stacks) {
    return stacks.stream().map(Stack::name).collect(Collectors.joining(" and "));
  }
}
