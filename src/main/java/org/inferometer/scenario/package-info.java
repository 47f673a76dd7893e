/**
 * What is to be measured: the YAML of a scenario, its schema, and the plan of trials made from it.
 *
 * <p>Knows files and names only, neither HTTP nor JMH nor processes.
 */
package org.inferometer.scenario;
