/** What tenants that ask at the same time do to each other. */
package org.inferometer.result.tenants;
