package org.inferometer.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import org.inferometer.record.Clock;
import org.inferometer.result.RunDirectory;
import org.inferometer.stack.RunningStack;

/** Keeps {@code environment.json}: on what was measured, and what answered. */
final class Environment {
  private static final JsonMapper JSON =
      JsonMapper.builder().serializationInclusion(JsonInclude.Include.NON_NULL).build();

  private final RunDirectory run;
  private final ObjectNode root;

  private Environment(RunDirectory run, ObjectNode root) {
    this.run = run;
    this.root = root;
  }

  /** The environment of a new run, or of one that is continued. */
  static Environment of(RunDirectory run) throws IOException {
    ObjectNode root =
        Files.exists(run.environment())
            ? (ObjectNode) JSON.readTree(run.environment().toFile())
            : JSON.createObjectNode();
    ObjectNode clock = root.withArray("/clock").addObject();
    clock.put("nanos", Clock.nanos()).put("wall", Instant.now().toString());
    Environment environment = new Environment(run, root);
    environment.write();
    return environment;
  }

  void add(RunningStack stack) throws IOException {
    root.withArray("/stacks")
        .add(((ObjectNode) JSON.valueToTree(stack.fingerprint())).put("name", stack.name()));
    write();
  }

  private void write() throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(run.environment().toFile(), root);
  }
}
