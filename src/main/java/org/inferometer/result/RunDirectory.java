package org.inferometer.result;

import java.nio.file.Path;
import org.inferometer.scenario.Trial;

/** Names of the files of a run; the layout is part of the product's contract. */
public record RunDirectory(Path root) {

  /** Verbatim copy of the scenario. */
  public Path scenario() {
    return root.resolve("scenario.yaml");
  }

  /** The resolved plan, secrets removed. */
  public Path plan() {
    return root.resolve("plan.json");
  }

  /** Host, operating system, JVM, GPUs, stacks. */
  public Path environment() {
    return root.resolve("environment.json");
  }

  /** Standard JMH JSON of every trial. */
  public Path jmh() {
    return root.resolve("jmh.json");
  }

  /** Standard JMH JSON of the trials with {@code threads} threads. */
  public Path jmh(int threads) {
    return root.resolve("jmh").resolve("p" + threads + ".json");
  }

  /** What JMH found in each trial that came to its end. */
  public Path ended() {
    return root.resolve("jmh").resolve("trials");
  }

  /** What JMH found in {@code trial}; there when that has come to its end. */
  public Path ended(Trial trial) {
    return ended().resolve("%s-%s-r%d.json".formatted(trial.stack(), trial.name(), trial.repeat()));
  }

  /** Records of one trial of one stack. */
  public Path requests(String stack, String trial) {
    return root.resolve("requests").resolve(stack).resolve(trial + ".jsonl");
  }

  /** Texts of the answers of one trial of one stack; not there where they are not kept. */
  public Path answers(String stack, String trial) {
    return root.resolve("answers").resolve(stack).resolve(trial + ".jsonl");
  }

  /** How far the stacks gave the same answers; not there where none were compared. */
  public Path sameAnswers() {
    return root.resolve("same-answers.json");
  }

  /** Folder of all records. */
  public Path requests() {
    return root.resolve("requests");
  }

  /** How the measuring processes of one trial of one stack fared, JSON Lines. */
  public Path health(String stack, String trial) {
    return root.resolve("health").resolve(stack).resolve(trial + ".jsonl");
  }

  /** What the stacks' servers said of themselves before and after each trial, JSON Lines. */
  public Path counters() {
    return root.resolve("counters.jsonl");
  }

  /** The same of prefix caches only, in runs of earlier versions. */
  public Path caches() {
    return root.resolve("cache.jsonl");
  }

  /** What the servers counted of their requests around each trial, JSON Lines. */
  public Path served() {
    return root.resolve("server.jsonl");
  }

  /** Telemetry samples, JSON Lines. */
  public Path samples() {
    return root.resolve("samples.jsonl");
  }

  /** The instrument's own error at the points of this run. */
  public Path calibration() {
    return root.resolve("calibration.json");
  }

  /** Records of the instrument's own error at {@code parallelism}. */
  public Path calibrationRecords(String point) {
    return root.resolve("calibration").resolve(point + ".jsonl");
  }

  /** Folder of the records of the instrument's own error where it imitated stacks. */
  public Path mirrors() {
    return root.resolve("calibration").resolve("mirrored");
  }

  /** Metrics of every trial, for spreadsheets. */
  public Path summaryCsv() {
    return root.resolve("summary.csv");
  }

  /** Metrics of every trial, with a JSON schema. */
  public Path summaryJson() {
    return root.resolve("summary.json");
  }

  /** Output of one stack. */
  public Path log(String stack) {
    return root.resolve("logs").resolve(stack + ".log");
  }

  /** Trials that their stacks failed, and why; not there without any. */
  public Path failed() {
    return root.resolve("failed.json");
  }

  /** What searches for the largest load have found; not there without any. */
  public Path search() {
    return root.resolve("search.json");
  }

  /** How tenants that asked at the same time went, JSON Lines; not there without tenants. */
  public Path tenants() {
    return root.resolve("tenants.jsonl");
  }

  /** Written last; a run without it is incomplete. */
  public Path done() {
    return root.resolve("DONE");
  }
}
