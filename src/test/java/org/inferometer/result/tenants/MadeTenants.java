package org.inferometer.result.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.inferometer.result.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tenants whose records are made by hand. */
abstract class MadeTenants {
  @TempDir Path folder;
  TenantRecords made;

  @BeforeEach
  void nothingYet() {
    made = new TenantRecords(folder);
  }

  Together together() {
    List<Together> sets = Interference.of(Run.read(made.directory.root()));
    assertThat(sets).hasSize(1);
    return sets.get(0);
  }
}
