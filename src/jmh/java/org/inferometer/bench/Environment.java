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
import org.inferometer.telemetry.Gpus;
import org.inferometer.telemetry.HostDescription;

/** Keeps {@code environment.json}: on what was measured, and what answered. */
final class Environment {
  private static final JsonMapper JSON =
      JsonMapper.builder().defaultPropertyInclusion(nonNull()).build();

  private final RunDirectory run;
  private final ObjectNode root;

  private Environment(RunDirectory run, ObjectNode root) {
    this.run = run;
    this.root = root;
  }

  /** The environment of a new run, or of one that is continued. */
  static Environment of(RunDirectory run, Gpus gpus) throws IOException {
    ObjectNode root =
        Files.exists(run.environment())
            ? (ObjectNode) JSON.readTree(run.environment().toFile())
            : JSON.createObjectNode();
    root.put("inferometer", Environment.class.getPackage().getImplementationVersion());
    root.set("host", JSON.valueToTree(HostDescription.of(gpus)));
    ObjectNode clock = root.withArray("/clock").addObject();
    clock.put("nanos", Clock.nanos()).put("wall", Instant.now().toString());
    Environment environment = new Environment(run, root);
    environment.write();
    return environment;
  }

  /** Adds what is known of a stack that is up. */
  void add(RunningStack stack) throws IOException {
    ObjectNode known = root.withArray("/stacks").addObject().put("name", stack.name());
    known.setAll((ObjectNode) JSON.valueToTree(stack.fingerprint()));
    write();
  }

  private void write() throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(run.environment().toFile(), root);
  }

  private static JsonInclude.Value nonNull() {
    return JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL);
  }
}
