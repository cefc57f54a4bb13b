import fc from "fast-check";

// In CI the same properties are drawn each time, so that a run can be repeated; elsewhere others are, which finds more.
if (process.env["CI"]) fc.configureGlobal({ seed: 1 });
