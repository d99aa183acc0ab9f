import { type NamesByOwner, ownersOf, words } from './owned-names.ts';

/**
 * What can be called by name: in Postgres itself under '', and in the extensions that the kit creates. Taken from a real server,
 * and held against it, by test/reader/schema/names-of-postgres.test.ts, less names that begin with `pg_` and what only
 * operators, types and aggregates are made of.
 */
export const FUNCTIONS: NamesByOwner = {
  '': words(`
    abbrev abs aclcontains acldefault aclexplode aclinsert aclremove acos acosd acosh age amvalidate
    any_value anytextcat area array_agg array_append array_cat array_dims array_eq array_fill array_ge
    array_gt array_le array_length array_lower array_lt array_ndims array_ne array_position
    array_positions array_prepend array_remove array_replace array_reverse array_sample array_shuffle
    array_sort array_to_json array_to_string array_to_tsvector array_upper arraycontained arraycontains
    arrayoverlap ascii asin asind asinh atan atan2 atan2d atand atanh avg bit bit_and bit_count
    bit_length bit_or bit_xor bitand bitcat bitcmp bitnot bitor bitshiftleft bitshiftright bittypmodin
    bitxor bool bool_and bool_or booland_statefunc boolor_statefunc boolsend bound_box box bpchar
    bpcharcmp bpcharsend bpchartypmodin brin_desummarize_range brin_summarize_new_values
    brin_summarize_range broadcast btarraycmp btboolcmp btbpchar_pattern_cmp btcharcmp btequalimage
    btfloat48cmp btfloat4cmp btfloat84cmp btfloat8cmp btint24cmp btint28cmp btint2cmp btint42cmp
    btint48cmp btint4cmp btint82cmp btint84cmp btint8cmp btnamecmp btnametextcmp btoidcmp btoidvectorcmp
    btrecordcmp btrecordimagecmp btrim bttext_pattern_cmp bttextcmp bttextnamecmp bttidcmp
    btvarstrequalimage bytea byteacat byteacmp byteasend cardinality casefold cash_cmp cash_div_flt4
    cash_div_flt8 cash_div_int2 cash_div_int4 cash_div_int8 cash_mul_flt4 cash_mul_flt8 cash_mul_int2
    cash_mul_int4 cash_mul_int8 cash_words cbrt ceil ceiling center char char_length character_length
    charsend chr cidr cidsend circle clock_timestamp col_description concat concat_ws convert
    convert_from convert_to corr cos cosd cosh cot cotd count covar_pop covar_samp crc32 crc32c
    cume_dist current_database current_query current_schema current_schemas current_setting current_user
    currtid2 currval cursor_to_xml cursor_to_xmlschema database_to_xml database_to_xml_and_xmlschema
    database_to_xmlschema date date_add date_bin date_cmp date_cmp_timestamp date_cmp_timestamptz
    date_part date_subtract date_trunc datemultirange daterange daterange_canonical daterange_subdiff
    dcbrt decode degrees dense_rank dexp diagonal diameter div dlog1 dlog10 dpow dround dsqrt dtrunc
    encode enum_cmp enum_first enum_last enum_range erf erfc every exp extract factorial family
    first_value float4 float4abs float4send float4um float4up float8 float8_avg float8_corr
    float8_covar_pop float8_covar_samp float8_regr_avgx float8_regr_avgy float8_regr_intercept
    float8_regr_r2 float8_regr_slope float8_regr_sxx float8_regr_sxy float8_regr_syy float8_stddev_pop
    float8_stddev_samp float8_var_pop float8_var_samp float8abs float8send float8um float8up floor
    format format_type gamma gcd gen_random_uuid generate_series generate_subscripts get_bit get_byte
    get_current_ts_config getdatabaseencoding getpgusername gin_clean_pending_list gin_cmp_tslexeme
    gin_compare_jsonb gist_translate_cmptype_common has_any_column_privilege has_column_privilege
    has_database_privilege has_foreign_data_wrapper_privilege has_function_privilege
    has_language_privilege has_largeobject_privilege has_parameter_privilege has_schema_privilege
    has_sequence_privilege has_server_privilege has_table_privilege has_tablespace_privilege
    has_type_privilege hash_aclitem hash_aclitem_extended hash_array hash_array_extended hash_multirange
    hash_multirange_extended hash_numeric hash_numeric_extended hash_range hash_range_extended
    hash_record hash_record_extended hashbool hashboolextended hashbpchar hashbpcharextended hashbytea
    hashbyteaextended hashchar hashcharextended hashcid hashcidextended hashdate hashdateextended
    hashenum hashenumextended hashfloat4 hashfloat4extended hashfloat8 hashfloat8extended hashinet
    hashinetextended hashint2 hashint2extended hashint4 hashint4extended hashint8 hashint8extended
    hashmacaddr hashmacaddr8 hashmacaddr8extended hashmacaddrextended hashname hashnameextended hashoid
    hashoidextended hashoidvector hashoidvectorextended hashtext hashtextextended hashtid
    hashtidextended hashxid hashxid8 hashxid8extended hashxidextended height host hostmask
    icu_unicode_version in_range inet_client_addr inet_client_port inet_merge inet_same_family
    inet_server_addr inet_server_port inetand inetmi_int8 inetnot inetor initcap int2 int2_sum int2abs
    int2and int2int4_sum int2mod int2not int2or int2send int2shl int2shr int2um int2up int2vectorsend
    int2xor int4 int4_sum int4abs int4and int4inc int4mod int4multirange int4not int4or int4range
    int4range_canonical int4range_subdiff int4send int4shl int4shr int4um int4up int4xor int8 int8_avg
    int8_sum int8abs int8and int8dec int8dec_any int8inc int8inc_any int8inc_float8_float8 int8mod
    int8multirange int8not int8or int8range int8range_canonical int8range_subdiff int8send int8shl
    int8shr int8um int8up int8xor interval interval_cmp interval_hash interval_hash_extended
    intervaltypmodin is_normalized isclosed isempty isfinite ishorizontal isopen isparallel isperp
    isvertical json_agg json_agg_strict json_array_element json_array_element_text json_array_elements
    json_array_elements_text json_array_length json_build_array json_build_object json_each
    json_each_text json_extract_path json_extract_path_text json_object json_object_agg
    json_object_agg_strict json_object_agg_unique json_object_agg_unique_strict json_object_field
    json_object_field_text json_object_keys json_populate_record json_populate_recordset
    json_strip_nulls json_to_record json_to_recordset json_to_tsvector json_typeof jsonb_agg
    jsonb_agg_strict jsonb_array_element jsonb_array_element_text jsonb_array_elements
    jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_cmp
    jsonb_concat jsonb_contained jsonb_contains jsonb_delete jsonb_delete_path jsonb_each
    jsonb_each_text jsonb_eq jsonb_exists jsonb_exists_all jsonb_exists_any jsonb_extract_path
    jsonb_extract_path_text jsonb_ge jsonb_gt jsonb_hash jsonb_hash_extended jsonb_insert jsonb_le
    jsonb_lt jsonb_ne jsonb_object jsonb_object_agg jsonb_object_agg_strict jsonb_object_agg_unique
    jsonb_object_agg_unique_strict jsonb_object_field jsonb_object_field_text jsonb_object_keys
    jsonb_path_exists jsonb_path_exists_opr jsonb_path_exists_tz jsonb_path_match jsonb_path_match_opr
    jsonb_path_match_tz jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz
    jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record
    jsonb_populate_record_valid jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax
    jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_to_tsvector jsonb_typeof justify_days
    justify_hours justify_interval lag last_value lastval lcm lead left length lgamma like like_escape
    line ln lo_close lo_creat lo_create lo_export lo_from_bytea lo_get lo_import lo_lseek lo_lseek64
    lo_open lo_put lo_tell lo_tell64 lo_truncate lo_truncate64 lo_unlink log log10 loread lower
    lower_inc lower_inf lowrite lpad lseg ltrim macaddr macaddr8 macaddr8_and macaddr8_cmp macaddr8_not
    macaddr8_or macaddr8_set7bit macaddr_cmp make_date make_interval make_time make_timestamp
    make_timestamptz makeaclitem masklen max md5 min min_scale mod mode money multirange multirange_cmp
    mxid_age name nameconcatoid nameeqtext namegetext namegttext nameletext namelttext namenetext
    namesend netmask network network_cmp nextval normalize notlike now npoints nth_value ntile
    num_nonnulls num_nulls numeric numeric_cmp numeric_div_trunc numeric_exp numeric_inc numeric_ln
    numeric_log numeric_sqrt numerictypmodin nummultirange numnode numrange numrange_subdiff
    obj_description octet_length oid oidsend oidvectorsend oidvectortypes overlaps overlay parse_ident
    path pclose percent_rank percentile_cont percentile_disc phraseto_tsquery pi plainto_tsquery point
    polygon popen position pow power query_to_xml query_to_xml_and_xmlschema query_to_xmlschema
    querytree quote_ident quote_literal quote_nullable radians radius random random_normal range_agg
    range_cmp range_intersect_agg range_merge rank regclass regclasssend regcollationsend regconfigsend
    regdictionarysend regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
    regexp_split_to_array regexp_split_to_table regexp_substr regnamespacesend regoperatorsend
    regopersend regproceduresend regprocsend regr_avgx regr_avgy regr_count regr_intercept regr_r2
    regr_slope regr_sxx regr_sxy regr_syy regrolesend regtypesend repeat replace reverse right round
    row_number row_security_active row_to_json rpad rtrim satisfies_hash_partition scale schema_to_xml
    schema_to_xml_and_xmlschema schema_to_xmlschema session_user set_bit set_byte set_config set_masklen
    setseed setval setweight sha224 sha256 sha384 sha512 shobj_description sign similar_escape
    similar_to_escape sin sind sinh slope spg_poly_quad_compress split_part sqrt starts_with
    statement_timestamp stddev stddev_pop stddev_samp string_agg string_to_array string_to_table strip
    strpos substr substring sum suppress_redundant_updates_trigger system_user table_to_xml
    table_to_xml_and_xmlschema table_to_xmlschema tan tand tanh text textanycat textcat texteqname
    textgename textgtname textlen textlename textltname textnename textsend tidsend time time_cmp
    time_hash time_hash_extended timeofday timestamp timestamp_cmp timestamp_cmp_date
    timestamp_cmp_timestamptz timestamp_hash timestamp_hash_extended timestamptypmodin timestamptz
    timestamptz_cmp timestamptz_cmp_date timestamptz_cmp_timestamp timestamptz_hash
    timestamptz_hash_extended timestamptztypmodin timetypmodin timetz timetz_cmp timetz_hash
    timetz_hash_extended timetztypmodin timezone to_ascii to_bin to_char to_date to_hex to_json to_jsonb
    to_number to_oct to_regclass to_regcollation to_regnamespace to_regoper to_regoperator to_regproc
    to_regprocedure to_regrole to_regtype to_regtypemod to_timestamp to_tsquery to_tsvector
    transaction_timestamp translate trim_array trim_scale trunc ts_debug ts_delete ts_filter ts_headline
    ts_lexize ts_parse ts_rank ts_rank_cd ts_rewrite ts_stat ts_token_type tsmultirange tsquery_cmp
    tsquery_phrase tsquerysend tsrange tsrange_subdiff tstzmultirange tstzrange tstzrange_subdiff
    tsvector_cmp tsvector_to_array tsvector_update_trigger tsvector_update_trigger_column tsvectorsend
    txid_current txid_current_if_assigned txid_current_snapshot txid_snapshot_xip txid_snapshot_xmax
    txid_snapshot_xmin txid_status txid_visible_in_snapshot unicode_assigned unicode_version
    unique_key_recheck unistr unknownsend unnest upper upper_inc upper_inf uuid_cmp
    uuid_extract_timestamp uuid_extract_version uuid_hash uuid_hash_extended uuidv4 uuidv7 var_pop
    var_samp varbit varbitcmp varbittypmodin varchar varcharsend varchartypmodin variance version
    websearch_to_tsquery width width_bucket xid xid8cmp xid8send xideqint4 xidneqint4 xidsend xml
    xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlagg xmlcomment
    xmlconcat2 xmlexists xmltext xmlvalidate xpath xpath_exists
  `),
  hstore: words(`
    akeys avals defined delete each exist exists_all exists_any fetchval hs_concat hs_contained
    hs_contains hstore hstore_cmp hstore_eq hstore_ge hstore_gt hstore_hash hstore_hash_extended
    hstore_le hstore_lt hstore_ne hstore_to_array hstore_to_json hstore_to_json_loose hstore_to_jsonb
    hstore_to_jsonb_loose hstore_to_matrix hstore_version_diag isdefined isexists populate_record skeys
    slice slice_array svals tconvert
  `),
  ltree: words(`
    _lt_q_regex _lt_q_rregex _ltq_extract_regex _ltq_regex _ltq_rregex _ltree_extract_isparent
    _ltree_extract_risparent _ltree_isparent _ltree_r_isparent _ltree_r_risparent _ltree_risparent
    _ltxtq_exec _ltxtq_extract_exec _ltxtq_rexec hash_ltree hash_ltree_extended index lca lt_q_regex
    lt_q_rregex ltq_regex ltq_rregex ltree2text ltree_addltree ltree_addtext ltree_cmp ltree_eq ltree_ge
    ltree_gt ltree_isparent ltree_le ltree_lt ltree_ne ltree_risparent ltree_textadd ltxtq_exec
    ltxtq_rexec nlevel subltree subpath text2ltree
  `),
  cube: words(`
    cube cube_cmp cube_contained cube_contains cube_coord cube_coord_llur cube_dim cube_distance
    cube_enlarge cube_eq cube_ge cube_gt cube_inter cube_is_point cube_le cube_ll_coord cube_lt cube_ne
    cube_overlap cube_size cube_subset cube_union cube_ur_coord distance_chebyshev distance_taxicab
  `),
  isn: words(`
    btean13cmp btisbn13cmp btisbncmp btismn13cmp btismncmp btissn13cmp btissncmp btupccmp hashean13
    hashisbn hashisbn13 hashismn hashismn13 hashissn hashissn13 hashupc is_valid isbn isbn13 ismn ismn13
    isn_weak isneq isnge isngt isnle isnlt isnne issn issn13 make_valid upc
  `),
  pg_trgm: words(`
    set_limit show_limit show_trgm similarity similarity_dist similarity_op strict_word_similarity
    strict_word_similarity_commutator_op strict_word_similarity_dist_commutator_op
    strict_word_similarity_dist_op strict_word_similarity_op word_similarity
    word_similarity_commutator_op word_similarity_dist_commutator_op word_similarity_dist_op
    word_similarity_op
  `),
  pgcrypto: words(`
    armor crypt dearmor decrypt decrypt_iv digest encrypt encrypt_iv fips_mode gen_random_bytes gen_salt
    hmac pgp_armor_headers pgp_key_id pgp_pub_decrypt pgp_pub_decrypt_bytea pgp_pub_encrypt
    pgp_pub_encrypt_bytea pgp_sym_decrypt pgp_sym_decrypt_bytea pgp_sym_encrypt pgp_sym_encrypt_bytea
  `),
  'uuid-ossp': words(`
    uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_nil
    uuid_ns_dns uuid_ns_oid uuid_ns_url uuid_ns_x500
  `),
  unaccent: words(`
    unaccent
  `),
  fuzzystrmatch: words(`
    daitch_mokotoff difference dmetaphone dmetaphone_alt levenshtein levenshtein_less_equal metaphone
    soundex text_soundex
  `),
  earthdistance: words(`
    earth earth_box earth_distance gc_to_sec geo_distance latitude ll_to_earth longitude sec_to_gc
  `),
  tablefunc: words(`
    connectby crosstab crosstab2 crosstab3 crosstab4 normal_rand
  `),
  intarray: words(`
    _int_contained _int_contains _int_different _int_inter _int_overlap _int_same _int_union boolop
    icount idx intarray_del_elem intarray_push_array intarray_push_elem intset intset_subtract
    intset_union_elem rboolop sort sort_asc sort_desc subarray uniq
  `),
  vector: words(`
    binary_quantize cosine_distance hamming_distance inner_product jaccard_distance l1_distance
    l2_distance l2_norm l2_normalize subvector vector_avg vector_dims vector_norm
  `),
};

const OWNERS = ownersOf(FUNCTIONS);

/** Functions whose names say where they are from, and of which there are too many to list. */
const FAMILIES: [RegExp, string][] = [
  [/^pg_/, ''],
  [/^(st|postgis)_/, 'postgis'],
];

/** The extension that has a function, '' for Postgres itself; undefined where neither has it. */
export const ownerOf = (name: string): string | undefined =>
  OWNERS.get(name) ?? FAMILIES.find(([pattern]) => pattern.test(name))?.[1];
