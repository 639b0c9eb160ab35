import type { PulumiFn } from "@pulumi/pulumi/automation";
import { Webhook } from "pulumi-codechat";
import type { Tenant } from "./tenants";

/** What a tenant's stack declares: an inline program, which runs in this process. */
export function tenantProgram({ instances, url, events }: Tenant): PulumiFn {
  return async () => {
    for (const instanceId of instances) {
      new Webhook(instanceId, { instanceId, name: "orders", url, events: [...events] });
    }
  };
}
