CREATE TABLE `job_items` (
	`workspace_id` text NOT NULL,
	`store_id` text NOT NULL,
	`job_id` text NOT NULL,
	`order_id` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`version` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `store_id`, `job_id`, `order_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `job_items_by_job` ON `job_items` (`workspace_id`,`job_id`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`total` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `jobs_by_creation` ON `jobs` (`created_at`);