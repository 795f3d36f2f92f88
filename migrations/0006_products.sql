CREATE TABLE `product_upload_pieces` (
	`workspace_id` text NOT NULL,
	`upload_id` text NOT NULL,
	`place` integer NOT NULL,
	`content` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `upload_id`, `place`)
);
--> statement-breakpoint
CREATE TABLE `product_upload_rows` (
	`workspace_id` text NOT NULL,
	`upload_id` text NOT NULL,
	`kind` text NOT NULL,
	`line` integer NOT NULL,
	`sku` text NOT NULL,
	`title` text NOT NULL,
	`folded` text NOT NULL,
	`category` text,
	`hs_code` text,
	`origin` text,
	`weight_grams` integer,
	`description` text,
	`old_hs_code` text,
	`old_origin` text,
	`old_weight_grams` integer,
	`old_description` text,
	`remarks` text,
	PRIMARY KEY(`workspace_id`, `upload_id`, `kind`, `line`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `product_uploads` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`state` text NOT NULL,
	`file_name` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`reading` integer NOT NULL,
	`begun_at` integer NOT NULL,
	`done` integer NOT NULL,
	`total` integer NOT NULL,
	`added` integer NOT NULL,
	`changed` integer NOT NULL,
	`unchanged` integer NOT NULL,
	`refused` integer NOT NULL,
	`details` text NOT NULL,
	`switched_by` text,
	`switched_at` integer,
	PRIMARY KEY(`workspace_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `product_uploads_by_creation` ON `product_uploads` (`workspace_id`,`created_at`);
--> statement-breakpoint
CREATE TABLE `products` (
	`workspace_id` text NOT NULL,
	`sku` text NOT NULL,
	`title` text NOT NULL,
	`category` text,
	`hs_code` text,
	`origin` text,
	`weight_grams` integer,
	`description` text,
	`last_sold_at` integer NOT NULL,
	`times_sold` integer NOT NULL,
	`sold_abroad` integer NOT NULL,
	`folded` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `sku`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `products_by_sale` ON `products` (`workspace_id`,`last_sold_at`,`sku`);
--> statement-breakpoint
CREATE INDEX `products_without_code` ON `products` (`workspace_id`,`last_sold_at`,`sku`) WHERE "products"."hs_code" is null;
--> statement-breakpoint
CREATE INDEX `products_abroad_without_code` ON `products` (`workspace_id`,`last_sold_at`,`sku`) WHERE hs_code is null and sold_abroad = 1;
--> statement-breakpoint
CREATE INDEX `products_by_hs_code` ON `products` (`workspace_id`,`hs_code`,`updated_at`) WHERE "products"."hs_code" is not null;
--> statement-breakpoint
-- Orders from before have their products at once; accents that are not listed here are folded when a file or a sale writes the row.
INSERT INTO `products` SELECT workspace_id, sku, title, NULL, NULL, NULL, NULL, NULL, sold, times, abroad,
	replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(sku || ' ' || title), 'à', 'a'), 'À', 'a'), 'â', 'a'), 'Â', 'a'), 'ä', 'a'), 'Ä', 'a'), 'á', 'a'), 'Á', 'a'), 'ã', 'a'), 'Ã', 'a'), 'å', 'a'), 'Å', 'a'), 'ç', 'c'), 'Ç', 'c'), 'é', 'e'), 'É', 'e'), 'è', 'e'), 'È', 'e'), 'ê', 'e'), 'Ê', 'e'), 'ë', 'e'), 'Ë', 'e'), 'í', 'i'), 'Í', 'i'), 'î', 'i'), 'Î', 'i'), 'ï', 'i'), 'Ï', 'i'), 'ñ', 'n'), 'Ñ', 'n'), 'ó', 'o'), 'Ó', 'o'), 'ô', 'o'), 'Ô', 'o'), 'ö', 'o'), 'Ö', 'o'), 'õ', 'o'), 'Õ', 'o'), 'ú', 'u'), 'Ú', 'u'), 'ù', 'u'), 'Ù', 'u'), 'û', 'u'), 'Û', 'u'), 'ü', 'u'), 'Ü', 'u'), 'ÿ', 'y'), 'Ÿ', 'y'), 0
FROM (
	SELECT l.workspace_id, l.sku, l.title, max(o.created_at) AS sold,
		sum(l.state NOT IN ('refused', 'canceled')) AS times,
		sum(coalesce(o.country NOT IN ('AT','BE','BG','CY','CZ','DE','DK','EE','ES','FI','FR','GR','HR','HU','IE','IT','LT','LU','LV','MC','MT','NL','PL','PT','RO','SE','SI','SK'), 0)) > 0 AS abroad
	FROM order_lines l JOIN orders o USING (workspace_id, store_id, order_id)
	WHERE l.sku <> '' GROUP BY l.workspace_id, l.sku
);
--> statement-breakpoint
-- Lines are deleted when a store is rebuilt or deleted: what is written again is then counted once.
CREATE TRIGGER `products_unsold` AFTER DELETE ON `order_lines` WHEN old.state NOT IN ('refused', 'canceled')
BEGIN
	UPDATE products SET times_sold = times_sold - 1
	WHERE workspace_id = old.workspace_id AND sku = old.sku AND times_sold > 0;
END;
