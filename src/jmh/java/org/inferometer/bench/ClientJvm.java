package org.inferometer.bench;

import java.util.List;

/** The virtual machine that measures. */
public final class ClientJvm {
  /**
   * A heap that holds a trial's requests with room to spare and touches little memory, and the
   * collector with the least to do beside the load on a small machine. Numbers have the digits of
   * ASCII, whatever those of the user are.
   */
  public static final List<String> FLAGS =
      List.of(
          "-Xms256m",
          "-Xmx1g",
          "-Xmn16m",
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "-Duser.language.format=en");

  private ClientJvm() {}
}
