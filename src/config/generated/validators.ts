// @ts-nocheck generated code
// Generated from schema/ by `npm run generate`. Do not edit.

function pointerSegment(key) {
return key.includes("~") || key.includes("/") ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

const workspace = validate21;
const schema6 = {"type":"object","properties":{"namespace":{"$ref":"shared#/definitions/template"},"environments":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/name"}},"tagSets":{"type":"object","propertyNames":{"$ref":"shared#/definitions/name"},"additionalProperties":{"$ref":"#/definitions/tagSet"}},"lifecycles":{"type":"object","propertyNames":{"$ref":"shared#/definitions/name"},"additionalProperties":{"$ref":"#/definitions/lifecycle"}},"feeds":{"type":"object","propertyNames":{"$ref":"shared#/definitions/name"},"additionalProperties":{"$ref":"#/definitions/feed"}},"targets":{"type":"object","propertyNames":{"$ref":"shared#/definitions/name"},"additionalProperties":{"$ref":"shared#/definitions/target"}},"freezes":{"type":"array","items":{"$ref":"#/definitions/freeze"}},"state":{"$ref":"#/definitions/state"},"notifications":{"type":"object","propertyNames":{"$ref":"shared#/definitions/name"},"additionalProperties":{"$ref":"#/definitions/notification"}},"agents":{"$ref":"shared#/definitions/agents"},"stepKinds":{"type":"array","uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/text"}}},"required":["environments"],"additionalProperties":false,"definitions":{"tagSet":{"type":"object","properties":{"values":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/name"}},"one":{"type":"boolean"}},"required":["values"],"additionalProperties":false},"lifecycle":{"type":"object","properties":{"phases":{"type":"array","minItems":1,"items":{"$ref":"#/definitions/phase"}}},"required":["phases"],"additionalProperties":false},"phase":{"type":"object","properties":{"name":{"$ref":"shared#/definitions/name"},"environments":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/name"}},"minimum":{"type":"integer","minimum":0},"optional":{"type":"boolean"},"tenants":{"type":"object","properties":{"atLeast":{"type":"integer","minimum":1}},"required":["atLeast"],"additionalProperties":false},"soak":{"$ref":"shared#/definitions/duration"}},"required":["name","environments"],"additionalProperties":false},"feed":{"type":"object","discriminator":{"propertyName":"type"},"required":["type"],"properties":{"type":{"type":"string","enum":["folder","nuget","npm","oci","s3"]}},"oneOf":[{"$ref":"#/definitions/folderFeed"},{"$ref":"#/definitions/nugetFeed"},{"$ref":"#/definitions/npmFeed"},{"$ref":"#/definitions/ociFeed"},{"$ref":"#/definitions/s3Feed"}]},"folderFeed":{"type":"object","properties":{"type":{"type":"string","enum":["folder"]},"path":{"$ref":"shared#/definitions/path"}},"required":["type","path"],"additionalProperties":false},"nugetFeed":{"type":"object","properties":{"type":{"type":"string","enum":["nuget"]},"url":{"$ref":"shared#/definitions/url"},"username":{"$ref":"shared#/definitions/text"},"secret":{"$ref":"shared#/definitions/secretReference"},"ca":{"$ref":"shared#/definitions/text"}},"required":["type","url"],"additionalProperties":false},"npmFeed":{"type":"object","properties":{"type":{"type":"string","enum":["npm"]},"url":{"$ref":"shared#/definitions/url"},"secret":{"$ref":"shared#/definitions/secretReference"},"ca":{"$ref":"shared#/definitions/text"}},"required":["type"],"additionalProperties":false},"ociFeed":{"type":"object","properties":{"type":{"type":"string","enum":["oci"]},"url":{"$ref":"shared#/definitions/url"},"username":{"$ref":"shared#/definitions/text"},"secret":{"$ref":"shared#/definitions/secretReference"},"platform":{"$ref":"shared#/definitions/text"},"ca":{"$ref":"shared#/definitions/text"}},"required":["type","url"],"additionalProperties":false},"s3Feed":{"type":"object","properties":{"type":{"type":"string","enum":["s3"]},"bucket":{"$ref":"shared#/definitions/text"},"prefix":{"$ref":"shared#/definitions/text"},"region":{"$ref":"shared#/definitions/text"},"pattern":{"$ref":"shared#/definitions/text"},"endpoint":{"$ref":"shared#/definitions/url"},"pathStyle":{"type":"boolean"},"ca":{"$ref":"shared#/definitions/text"}},"required":["type","bucket"],"additionalProperties":false},"freeze":{"type":"object","properties":{"name":{"$ref":"shared#/definitions/name"},"from":{"$ref":"#/definitions/localTime"},"to":{"$ref":"#/definitions/localTime"},"zone":{"type":"string","pattern":"^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$","patternErrorMessage":"a time zone is an IANA name such as `Europe/London`"},"environments":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/name"}},"tenants":{"$ref":"shared#/definitions/tenantSelector"}},"required":["name","from","to"],"additionalProperties":false},"localTime":{"type":"string","pattern":"^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$","patternErrorMessage":"a time is written `YYYY-MM-DDTHH:MM`, such as `2026-12-20T18:00`, without a zone"},"state":{"type":"object","discriminator":{"propertyName":"type"},"required":["type"],"properties":{"type":{"type":"string","enum":["file","postgres"]}},"oneOf":[{"$ref":"#/definitions/fileState"},{"$ref":"#/definitions/postgresState"}]},"fileState":{"type":"object","properties":{"type":{"type":"string","enum":["file"]},"path":{"$ref":"shared#/definitions/path"}},"required":["type"],"additionalProperties":false},"postgresState":{"type":"object","properties":{"type":{"type":"string","enum":["postgres"]},"url":{"$ref":"shared#/definitions/secretReference"}},"required":["type","url"],"additionalProperties":false},"notification":{"type":"object","properties":{"url":{"anyOf":[{"$ref":"shared#/definitions/url"},{"$ref":"shared#/definitions/secretReference"}]},"format":{"type":"string","enum":["json","slack"]},"on":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","enum":["blocked","failed","done"]}},"key":{"$ref":"shared#/definitions/secretReference"}},"required":["url"],"additionalProperties":false}}};
const func2 = Object.prototype.hasOwnProperty;
const schema8 = {"type":"string","pattern":"\\S","patternErrorMessage":"the text may not be blank"};
const pattern0 = new RegExp("\\S", "u");

function validate23(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\S"},parentSchema:schema8,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema8,data};
(vErrors ??= []).push(err1);
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}

const schema9 = {"type":"string","pattern":"^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","patternErrorMessage":"a name starts with a letter or digit, goes on with letters, digits, `.`, `_` or `-`, does not end in `.`, has at most 64 characters, and is no device name of Windows such as CON or NUL"};
const pattern1 = new RegExp("^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "u");

function validate25(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern1.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},schema:"^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",parentSchema:schema9,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema9,data};
(vErrors ??= []).push(err1);
errors++;
}
validate25.errors = vErrors;
return errors === 0;
}

const schema10 = {"type":"object","properties":{"values":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/name"}},"one":{"type":"boolean"}},"required":["values"],"additionalProperties":false};

function validate28(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.values === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "values"},parentSchema:schema10,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((key0 === "values") || (key0 === "one"))){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema10,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.values !== undefined){
let data0 = data.values;
if(Array.isArray(data0)){
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/values",keyword:"minItems",params:{limit: 1},parentSchema:schema10.properties.values,data:data0};
(vErrors ??= []).push(err2);
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/values/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema10.properties.values.items,data:data1};
(vErrors ??= []).push(err3);
errors++;
}
if(!(validate25(data1, instancePath+"/values/" + i0))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
}
let i1 = data0.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data0[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err4 = {instancePath:instancePath+"/values",keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema10.properties.values,data:data0};
(vErrors ??= []).push(err4);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err5 = {instancePath:instancePath+"/values",keyword:"type",params:{type: "array"},parentSchema:schema10.properties.values,data:data0};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.one !== undefined){
let data2 = data.one;
if(typeof data2 !== "boolean"){
const err6 = {instancePath:instancePath+"/one",keyword:"type",params:{type: "boolean"},parentSchema:schema10.properties.one,data:data2};
(vErrors ??= []).push(err6);
errors++;
}
}
}
else {
const err7 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema10,data};
(vErrors ??= []).push(err7);
errors++;
}
validate28.errors = vErrors;
return errors === 0;
}

const schema11 = {"type":"object","properties":{"phases":{"type":"array","minItems":1,"items":{"$ref":"#/definitions/phase"}}},"required":["phases"],"additionalProperties":false};
const schema12 = {"type":"object","properties":{"name":{"$ref":"shared#/definitions/name"},"environments":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/name"}},"minimum":{"type":"integer","minimum":0},"optional":{"type":"boolean"},"tenants":{"type":"object","properties":{"atLeast":{"type":"integer","minimum":1}},"required":["atLeast"],"additionalProperties":false},"soak":{"$ref":"shared#/definitions/duration"}},"required":["name","environments"],"additionalProperties":false};
const schema13 = {"type":"string","pattern":"^(?=[0-9])(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$","patternErrorMessage":"a duration is written like `15s`, `30m`, `1h30m` or `7d`: whole numbers with the units d, h, m and s, biggest first"};
const pattern2 = new RegExp("^(?=[0-9])(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$", "u");

function validate36(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern2.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?=[0-9])(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$"},schema:"^(?=[0-9])(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$",parentSchema:schema13,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema13,data};
(vErrors ??= []).push(err1);
errors++;
}
validate36.errors = vErrors;
return errors === 0;
}


function validate33(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "name"},parentSchema:schema12,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.environments === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "environments"},parentSchema:schema12,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "environments")) || (key0 === "minimum")) || (key0 === "optional")) || (key0 === "tenants")) || (key0 === "soak"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema12,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.name !== undefined){
if(!(validate25(data.name, instancePath+"/name"))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
}
if(data.environments !== undefined){
let data1 = data.environments;
if(Array.isArray(data1)){
if(data1.length < 1){
const err3 = {instancePath:instancePath+"/environments",keyword:"minItems",params:{limit: 1},parentSchema:schema12.properties.environments,data:data1};
(vErrors ??= []).push(err3);
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 !== "string"){
const err4 = {instancePath:instancePath+"/environments/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema12.properties.environments.items,data:data2};
(vErrors ??= []).push(err4);
errors++;
}
if(!(validate25(data2, instancePath+"/environments/" + i0))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
}
let i1 = data1.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data1[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err5 = {instancePath:instancePath+"/environments",keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema12.properties.environments,data:data1};
(vErrors ??= []).push(err5);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err6 = {instancePath:instancePath+"/environments",keyword:"type",params:{type: "array"},parentSchema:schema12.properties.environments,data:data1};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.minimum !== undefined){
let data3 = data.minimum;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err7 = {instancePath:instancePath+"/minimum",keyword:"type",params:{type: "integer"},parentSchema:schema12.properties.minimum,data:data3};
(vErrors ??= []).push(err7);
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
const err8 = {instancePath:instancePath+"/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},parentSchema:schema12.properties.minimum,data:data3};
(vErrors ??= []).push(err8);
errors++;
}
}
}
if(data.optional !== undefined){
let data4 = data.optional;
if(typeof data4 !== "boolean"){
const err9 = {instancePath:instancePath+"/optional",keyword:"type",params:{type: "boolean"},parentSchema:schema12.properties.optional,data:data4};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.tenants !== undefined){
let data5 = data.tenants;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.atLeast === undefined){
const err10 = {instancePath:instancePath+"/tenants",keyword:"required",params:{missingProperty: "atLeast"},parentSchema:schema12.properties.tenants,data:data5};
(vErrors ??= []).push(err10);
errors++;
}
for(const key1 in data5){
if(!(key1 === "atLeast")){
const err11 = {instancePath:instancePath+"/tenants",keyword:"additionalProperties",params:{additionalProperty: key1},parentSchema:schema12.properties.tenants,data:data5};
(vErrors ??= []).push(err11);
errors++;
}
}
if(data5.atLeast !== undefined){
let data6 = data5.atLeast;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err12 = {instancePath:instancePath+"/tenants/atLeast",keyword:"type",params:{type: "integer"},parentSchema:schema12.properties.tenants.properties.atLeast,data:data6};
(vErrors ??= []).push(err12);
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 1 || isNaN(data6)){
const err13 = {instancePath:instancePath+"/tenants/atLeast",keyword:"minimum",params:{comparison: ">=", limit: 1},parentSchema:schema12.properties.tenants.properties.atLeast,data:data6};
(vErrors ??= []).push(err13);
errors++;
}
}
}
}
else {
const err14 = {instancePath:instancePath+"/tenants",keyword:"type",params:{type: "object"},parentSchema:schema12.properties.tenants,data:data5};
(vErrors ??= []).push(err14);
errors++;
}
}
if(data.soak !== undefined){
if(!(validate36(data.soak, instancePath+"/soak"))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
}
else {
const err15 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema12,data};
(vErrors ??= []).push(err15);
errors++;
}
validate33.errors = vErrors;
return errors === 0;
}


function validate32(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.phases === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "phases"},parentSchema:schema11,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!(key0 === "phases")){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema11,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.phases !== undefined){
let data0 = data.phases;
if(Array.isArray(data0)){
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/phases",keyword:"minItems",params:{limit: 1},parentSchema:schema11.properties.phases,data:data0};
(vErrors ??= []).push(err2);
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate33(data0[i0], instancePath+"/phases/" + i0))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath:instancePath+"/phases",keyword:"type",params:{type: "array"},parentSchema:schema11.properties.phases,data:data0};
(vErrors ??= []).push(err3);
errors++;
}
}
}
else {
const err4 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema11,data};
(vErrors ??= []).push(err4);
errors++;
}
validate32.errors = vErrors;
return errors === 0;
}

const schema14 = {"type":"object","discriminator":{"propertyName":"type"},"required":["type"],"properties":{"type":{"type":"string","enum":["folder","nuget","npm","oci","s3"]}},"oneOf":[{"$ref":"#/definitions/folderFeed"},{"$ref":"#/definitions/nugetFeed"},{"$ref":"#/definitions/npmFeed"},{"$ref":"#/definitions/ociFeed"},{"$ref":"#/definitions/s3Feed"}]};
const schema15 = {"type":"object","properties":{"type":{"type":"string","enum":["folder"]},"path":{"$ref":"shared#/definitions/path"}},"required":["type","path"],"additionalProperties":false};
const schema16 = {"type":"string","pattern":"\\S","patternErrorMessage":"the path may not be blank"};

function validate43(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\S"},parentSchema:schema16,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema16,data};
(vErrors ??= []).push(err1);
errors++;
}
validate43.errors = vErrors;
return errors === 0;
}


function validate42(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema15,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.path === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "path"},parentSchema:schema15,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((key0 === "type") || (key0 === "path"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema15,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema15.properties.type,data:data0};
(vErrors ??= []).push(err3);
errors++;
}
if(!(data0 === "folder")){
const err4 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema15.properties.type.enum},parentSchema:schema15.properties.type,data:data0};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.path !== undefined){
if(!(validate43(data.path, instancePath+"/path"))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema15,data};
(vErrors ??= []).push(err5);
errors++;
}
validate42.errors = vErrors;
return errors === 0;
}

const schema17 = {"type":"object","properties":{"type":{"type":"string","enum":["nuget"]},"url":{"$ref":"shared#/definitions/url"},"username":{"$ref":"shared#/definitions/text"},"secret":{"$ref":"shared#/definitions/secretReference"},"ca":{"$ref":"shared#/definitions/text"}},"required":["type","url"],"additionalProperties":false};
const schema18 = {"type":"string","pattern":"^https?://\\S+$","patternErrorMessage":"an address starts with https:// or http:// and holds no spaces"};
const pattern4 = new RegExp("^https?://\\S+$", "u");

function validate46(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern4.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^https?://\\S+$"},parentSchema:schema18,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema18,data};
(vErrors ??= []).push(err1);
errors++;
}
validate46.errors = vErrors;
return errors === 0;
}

const schema19 = {"type":"string","pattern":"\\S","patternErrorMessage":"the text may not be blank"};

function validate48(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\S"},parentSchema:schema19,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema19,data};
(vErrors ??= []).push(err1);
errors++;
}
validate48.errors = vErrors;
return errors === 0;
}

const schema20 = {"type":"object","properties":{"env":{"$ref":"#/definitions/template"},"file":{"$ref":"#/definitions/template"},"ssm":{"$ref":"#/definitions/template"},"sops":{"$ref":"#/definitions/template"},"site":{"$ref":"#/definitions/template"}},"additionalProperties":false,"minProperties":1,"maxProperties":1};

function validate51(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\S"},parentSchema:schema8,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema8,data};
(vErrors ??= []).push(err1);
errors++;
}
validate51.errors = vErrors;
return errors === 0;
}


function validate50(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
const err0 = {instancePath,keyword:"maxProperties",params:{limit: 1},parentSchema:schema20,data};
(vErrors ??= []).push(err0);
errors++;
}
if(Object.keys(data).length < 1){
const err1 = {instancePath,keyword:"minProperties",params:{limit: 1},parentSchema:schema20,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!(((((key0 === "env") || (key0 === "file")) || (key0 === "ssm")) || (key0 === "sops")) || (key0 === "site"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema20,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.env !== undefined){
if(!(validate51(data.env, instancePath+"/env"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.file !== undefined){
if(!(validate51(data.file, instancePath+"/file"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.ssm !== undefined){
if(!(validate51(data.ssm, instancePath+"/ssm"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.sops !== undefined){
if(!(validate51(data.sops, instancePath+"/sops"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.site !== undefined){
if(!(validate51(data.site, instancePath+"/site"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema20,data};
(vErrors ??= []).push(err3);
errors++;
}
validate50.errors = vErrors;
return errors === 0;
}


function validate45(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema17,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.url === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "url"},parentSchema:schema17,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!(((((key0 === "type") || (key0 === "url")) || (key0 === "username")) || (key0 === "secret")) || (key0 === "ca"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema17,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema17.properties.type,data:data0};
(vErrors ??= []).push(err3);
errors++;
}
if(!(data0 === "nuget")){
const err4 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema17.properties.type.enum},parentSchema:schema17.properties.type,data:data0};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.url !== undefined){
if(!(validate46(data.url, instancePath+"/url"))){
vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
errors = vErrors.length;
}
}
if(data.username !== undefined){
if(!(validate48(data.username, instancePath+"/username"))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
if(data.secret !== undefined){
if(!(validate50(data.secret, instancePath+"/secret"))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
}
if(data.ca !== undefined){
if(!(validate48(data.ca, instancePath+"/ca"))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema17,data};
(vErrors ??= []).push(err5);
errors++;
}
validate45.errors = vErrors;
return errors === 0;
}

const schema22 = {"type":"object","properties":{"type":{"type":"string","enum":["npm"]},"url":{"$ref":"shared#/definitions/url"},"secret":{"$ref":"shared#/definitions/secretReference"},"ca":{"$ref":"shared#/definitions/text"}},"required":["type"],"additionalProperties":false};

function validate59(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema22,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((((key0 === "type") || (key0 === "url")) || (key0 === "secret")) || (key0 === "ca"))){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema22,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema22.properties.type,data:data0};
(vErrors ??= []).push(err2);
errors++;
}
if(!(data0 === "npm")){
const err3 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema22.properties.type.enum},parentSchema:schema22.properties.type,data:data0};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.url !== undefined){
if(!(validate46(data.url, instancePath+"/url"))){
vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
errors = vErrors.length;
}
}
if(data.secret !== undefined){
if(!(validate50(data.secret, instancePath+"/secret"))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
}
if(data.ca !== undefined){
if(!(validate48(data.ca, instancePath+"/ca"))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema22,data};
(vErrors ??= []).push(err4);
errors++;
}
validate59.errors = vErrors;
return errors === 0;
}

const schema23 = {"type":"object","properties":{"type":{"type":"string","enum":["oci"]},"url":{"$ref":"shared#/definitions/url"},"username":{"$ref":"shared#/definitions/text"},"secret":{"$ref":"shared#/definitions/secretReference"},"platform":{"$ref":"shared#/definitions/text"},"ca":{"$ref":"shared#/definitions/text"}},"required":["type","url"],"additionalProperties":false};

function validate63(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema23,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.url === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "url"},parentSchema:schema23,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((((((key0 === "type") || (key0 === "url")) || (key0 === "username")) || (key0 === "secret")) || (key0 === "platform")) || (key0 === "ca"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema23,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema23.properties.type,data:data0};
(vErrors ??= []).push(err3);
errors++;
}
if(!(data0 === "oci")){
const err4 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema23.properties.type.enum},parentSchema:schema23.properties.type,data:data0};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.url !== undefined){
if(!(validate46(data.url, instancePath+"/url"))){
vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
errors = vErrors.length;
}
}
if(data.username !== undefined){
if(!(validate48(data.username, instancePath+"/username"))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
if(data.secret !== undefined){
if(!(validate50(data.secret, instancePath+"/secret"))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
}
if(data.platform !== undefined){
if(!(validate48(data.platform, instancePath+"/platform"))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
if(data.ca !== undefined){
if(!(validate48(data.ca, instancePath+"/ca"))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema23,data};
(vErrors ??= []).push(err5);
errors++;
}
validate63.errors = vErrors;
return errors === 0;
}

const schema24 = {"type":"object","properties":{"type":{"type":"string","enum":["s3"]},"bucket":{"$ref":"shared#/definitions/text"},"prefix":{"$ref":"shared#/definitions/text"},"region":{"$ref":"shared#/definitions/text"},"pattern":{"$ref":"shared#/definitions/text"},"endpoint":{"$ref":"shared#/definitions/url"},"pathStyle":{"type":"boolean"},"ca":{"$ref":"shared#/definitions/text"}},"required":["type","bucket"],"additionalProperties":false};

function validate69(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema24,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.bucket === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "bucket"},parentSchema:schema24,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "type") || (key0 === "bucket")) || (key0 === "prefix")) || (key0 === "region")) || (key0 === "pattern")) || (key0 === "endpoint")) || (key0 === "pathStyle")) || (key0 === "ca"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema24,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema24.properties.type,data:data0};
(vErrors ??= []).push(err3);
errors++;
}
if(!(data0 === "s3")){
const err4 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema24.properties.type.enum},parentSchema:schema24.properties.type,data:data0};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.bucket !== undefined){
if(!(validate48(data.bucket, instancePath+"/bucket"))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
if(data.prefix !== undefined){
if(!(validate48(data.prefix, instancePath+"/prefix"))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
if(data.region !== undefined){
if(!(validate48(data.region, instancePath+"/region"))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
if(data.pattern !== undefined){
if(!(validate48(data.pattern, instancePath+"/pattern"))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
if(data.endpoint !== undefined){
if(!(validate46(data.endpoint, instancePath+"/endpoint"))){
vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
errors = vErrors.length;
}
}
if(data.pathStyle !== undefined){
let data6 = data.pathStyle;
if(typeof data6 !== "boolean"){
const err5 = {instancePath:instancePath+"/pathStyle",keyword:"type",params:{type: "boolean"},parentSchema:schema24.properties.pathStyle,data:data6};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.ca !== undefined){
if(!(validate48(data.ca, instancePath+"/ca"))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
}
else {
const err6 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema24,data};
(vErrors ??= []).push(err6);
errors++;
}
validate69.errors = vErrors;
return errors === 0;
}


function validate41(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema14,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema14.properties.type,data:data0};
(vErrors ??= []).push(err1);
errors++;
}
if(!(((((data0 === "folder") || (data0 === "nuget")) || (data0 === "npm")) || (data0 === "oci")) || (data0 === "s3"))){
const err2 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema14.properties.type.enum},parentSchema:schema14.properties.type,data:data0};
(vErrors ??= []).push(err2);
errors++;
}
}
const tag0 = data.type;
if(typeof tag0 == "string"){
if(tag0 === "folder"){
if(!(validate42(data, instancePath))){
vErrors = vErrors === null ? validate42.errors : vErrors.concat(validate42.errors);
errors = vErrors.length;
}
}
else if(tag0 === "nuget"){
if(!(validate45(data, instancePath))){
vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
errors = vErrors.length;
}
}
else if(tag0 === "npm"){
if(!(validate59(data, instancePath))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
}
else if(tag0 === "oci"){
if(!(validate63(data, instancePath))){
vErrors = vErrors === null ? validate63.errors : vErrors.concat(validate63.errors);
errors = vErrors.length;
}
}
else if(tag0 === "s3"){
if(!(validate69(data, instancePath))){
vErrors = vErrors === null ? validate69.errors : vErrors.concat(validate69.errors);
errors = vErrors.length;
}
}
else {
const err3 = {instancePath,keyword:"discriminator",params:{error: "mapping", tag: "type", tagValue: tag0},parentSchema:schema14,data};
(vErrors ??= []).push(err3);
errors++;
}
}
else {
const err4 = {instancePath,keyword:"discriminator",params:{error: "tag", tag: "type", tagValue: tag0},parentSchema:schema14,data};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema14,data};
(vErrors ??= []).push(err5);
errors++;
}
validate41.errors = vErrors;
return errors === 0;
}

const schema25 = {"type":"object","discriminator":{"propertyName":"type"},"required":["type"],"properties":{"type":{"type":"string","enum":["local","ssh","agent","drop"]}},"oneOf":[{"$ref":"#/definitions/localTarget"},{"$ref":"#/definitions/sshTarget"},{"$ref":"#/definitions/agentTarget"},{"$ref":"#/definitions/dropTarget"}]};
const schema26 = {"type":"object","properties":{"type":{"type":"string","enum":["local"]},"roles":{"$ref":"#/definitions/roles"},"maxParallel":{"$ref":"#/definitions/maxParallel"},"mutex":{"$ref":"#/definitions/targetMutex"},"path":{"$ref":"#/definitions/path"}},"required":["type","roles"],"additionalProperties":false};
const schema27 = {"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"#/definitions/name"}};

function validate86(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern1.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},schema:"^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",parentSchema:schema9,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema9,data};
(vErrors ??= []).push(err1);
errors++;
}
validate86.errors = vErrors;
return errors === 0;
}


function validate85(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
if(data.length < 1){
const err0 = {instancePath,keyword:"minItems",params:{limit: 1},parentSchema:schema27,data};
(vErrors ??= []).push(err0);
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema27.items,data:data0};
(vErrors ??= []).push(err1);
errors++;
}
if(!(validate86(data0, instancePath+"/" + i0))){
vErrors = vErrors === null ? validate86.errors : vErrors.concat(validate86.errors);
errors = vErrors.length;
}
}
let i1 = data.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err2 = {instancePath,keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema27,data};
(vErrors ??= []).push(err2);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "array"},parentSchema:schema27,data};
(vErrors ??= []).push(err3);
errors++;
}
validate85.errors = vErrors;
return errors === 0;
}

const schema29 = {"type":"integer","minimum":1};

function validate89(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(!(((typeof data == "number") && (!(data % 1) && !isNaN(data))) && (isFinite(data)))){
const err0 = {instancePath,keyword:"type",params:{type: "integer"},parentSchema:schema29,data};
(vErrors ??= []).push(err0);
errors++;
}
if((typeof data == "number") && (isFinite(data))){
if(data < 1 || isNaN(data)){
const err1 = {instancePath,keyword:"minimum",params:{comparison: ">=", limit: 1},parentSchema:schema29,data};
(vErrors ??= []).push(err1);
errors++;
}
}
validate89.errors = vErrors;
return errors === 0;
}

const schema30 = {"type":"boolean"};

function validate91(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data !== "boolean"){
const err0 = {instancePath,keyword:"type",params:{type: "boolean"},parentSchema:schema30,data};
(vErrors ??= []).push(err0);
errors++;
}
validate91.errors = vErrors;
return errors === 0;
}


function validate93(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\S"},parentSchema:schema16,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema16,data};
(vErrors ??= []).push(err1);
errors++;
}
validate93.errors = vErrors;
return errors === 0;
}


function validate84(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema26,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.roles === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "roles"},parentSchema:schema26,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!(((((key0 === "type") || (key0 === "roles")) || (key0 === "maxParallel")) || (key0 === "mutex")) || (key0 === "path"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema26,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema26.properties.type,data:data0};
(vErrors ??= []).push(err3);
errors++;
}
if(!(data0 === "local")){
const err4 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema26.properties.type.enum},parentSchema:schema26.properties.type,data:data0};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.roles !== undefined){
if(!(validate85(data.roles, instancePath+"/roles"))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.maxParallel !== undefined){
if(!(validate89(data.maxParallel, instancePath+"/maxParallel"))){
vErrors = vErrors === null ? validate89.errors : vErrors.concat(validate89.errors);
errors = vErrors.length;
}
}
if(data.mutex !== undefined){
if(!(validate91(data.mutex, instancePath+"/mutex"))){
vErrors = vErrors === null ? validate91.errors : vErrors.concat(validate91.errors);
errors = vErrors.length;
}
}
if(data.path !== undefined){
if(!(validate93(data.path, instancePath+"/path"))){
vErrors = vErrors === null ? validate93.errors : vErrors.concat(validate93.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema26,data};
(vErrors ??= []).push(err5);
errors++;
}
validate84.errors = vErrors;
return errors === 0;
}

const schema32 = {"type":"object","properties":{"type":{"type":"string","enum":["ssh"]},"roles":{"$ref":"#/definitions/roles"},"host":{"$ref":"#/definitions/template"},"port":{"type":"integer","minimum":1,"maximum":65535},"user":{"$ref":"#/definitions/template"},"configFile":{"$ref":"#/definitions/template"},"identityFile":{"$ref":"#/definitions/template"},"jump":{"$ref":"#/definitions/template"},"maxParallel":{"$ref":"#/definitions/maxParallel"},"mutex":{"$ref":"#/definitions/targetMutex"},"path":{"$ref":"#/definitions/template"}},"required":["type","roles","host"],"additionalProperties":false};

function validate95(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema32,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.roles === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "roles"},parentSchema:schema32,data};
(vErrors ??= []).push(err1);
errors++;
}
if(data.host === undefined){
const err2 = {instancePath,keyword:"required",params:{missingProperty: "host"},parentSchema:schema32,data};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema32.properties, key0))){
const err3 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema32,data};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err4 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema32.properties.type,data:data0};
(vErrors ??= []).push(err4);
errors++;
}
if(!(data0 === "ssh")){
const err5 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema32.properties.type.enum},parentSchema:schema32.properties.type,data:data0};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.roles !== undefined){
if(!(validate85(data.roles, instancePath+"/roles"))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.host !== undefined){
if(!(validate51(data.host, instancePath+"/host"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.port !== undefined){
let data3 = data.port;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err6 = {instancePath:instancePath+"/port",keyword:"type",params:{type: "integer"},parentSchema:schema32.properties.port,data:data3};
(vErrors ??= []).push(err6);
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 65535 || isNaN(data3)){
const err7 = {instancePath:instancePath+"/port",keyword:"maximum",params:{comparison: "<=", limit: 65535},parentSchema:schema32.properties.port,data:data3};
(vErrors ??= []).push(err7);
errors++;
}
if(data3 < 1 || isNaN(data3)){
const err8 = {instancePath:instancePath+"/port",keyword:"minimum",params:{comparison: ">=", limit: 1},parentSchema:schema32.properties.port,data:data3};
(vErrors ??= []).push(err8);
errors++;
}
}
}
if(data.user !== undefined){
if(!(validate51(data.user, instancePath+"/user"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.configFile !== undefined){
if(!(validate51(data.configFile, instancePath+"/configFile"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.identityFile !== undefined){
if(!(validate51(data.identityFile, instancePath+"/identityFile"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.jump !== undefined){
if(!(validate51(data.jump, instancePath+"/jump"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.maxParallel !== undefined){
if(!(validate89(data.maxParallel, instancePath+"/maxParallel"))){
vErrors = vErrors === null ? validate89.errors : vErrors.concat(validate89.errors);
errors = vErrors.length;
}
}
if(data.mutex !== undefined){
if(!(validate91(data.mutex, instancePath+"/mutex"))){
vErrors = vErrors === null ? validate91.errors : vErrors.concat(validate91.errors);
errors = vErrors.length;
}
}
if(data.path !== undefined){
if(!(validate51(data.path, instancePath+"/path"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema32,data};
(vErrors ??= []).push(err9);
errors++;
}
validate95.errors = vErrors;
return errors === 0;
}

const schema33 = {"type":"object","properties":{"type":{"type":"string","enum":["agent"]},"roles":{"$ref":"#/definitions/roles"},"mode":{"type":"string","enum":["listen","poll"]},"address":{"$ref":"#/definitions/agentAddress"},"fingerprint":{"$ref":"#/definitions/agentFingerprint"},"id":{"$ref":"#/definitions/template"},"maxParallel":{"$ref":"#/definitions/maxParallel"},"mutex":{"$ref":"#/definitions/targetMutex"},"path":{"$ref":"#/definitions/template"}},"required":["type","roles","fingerprint"],"additionalProperties":false};
const schema34 = {"type":"string","pattern":"\\{\\{|^(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:/\\[\\]]+):[0-9]{1,5}$","patternErrorMessage":"an address is `host:port`, such as `vm01.example.com:7433`"};
const pattern9 = new RegExp("\\{\\{|^(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:/\\[\\]]+):[0-9]{1,5}$", "u");

function validate107(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern9.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\{\\{|^(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:/\\[\\]]+):[0-9]{1,5}$"},schema:"\\{\\{|^(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:/\\[\\]]+):[0-9]{1,5}$",parentSchema:schema34,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema34,data};
(vErrors ??= []).push(err1);
errors++;
}
validate107.errors = vErrors;
return errors === 0;
}

const schema35 = {"type":"string","pattern":"\\{\\{|^(?:[Ss][Hh][Aa]-?256(?: [Ff]ingerprint)?[:=])?[0-9A-Fa-f]{2}(?::?[0-9A-Fa-f]{2}){31}$","patternErrorMessage":"a fingerprint is `sha256:` and 64 hexadecimal digits, as `release agent pair` prints it"};
const pattern10 = new RegExp("\\{\\{|^(?:[Ss][Hh][Aa]-?256(?: [Ff]ingerprint)?[:=])?[0-9A-Fa-f]{2}(?::?[0-9A-Fa-f]{2}){31}$", "u");

function validate109(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern10.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\{\\{|^(?:[Ss][Hh][Aa]-?256(?: [Ff]ingerprint)?[:=])?[0-9A-Fa-f]{2}(?::?[0-9A-Fa-f]{2}){31}$"},schema:"\\{\\{|^(?:[Ss][Hh][Aa]-?256(?: [Ff]ingerprint)?[:=])?[0-9A-Fa-f]{2}(?::?[0-9A-Fa-f]{2}){31}$",parentSchema:schema35,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema35,data};
(vErrors ??= []).push(err1);
errors++;
}
validate109.errors = vErrors;
return errors === 0;
}


function validate105(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema33,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.roles === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "roles"},parentSchema:schema33,data};
(vErrors ??= []).push(err1);
errors++;
}
if(data.fingerprint === undefined){
const err2 = {instancePath,keyword:"required",params:{missingProperty: "fingerprint"},parentSchema:schema33,data};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema33.properties, key0))){
const err3 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema33,data};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err4 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema33.properties.type,data:data0};
(vErrors ??= []).push(err4);
errors++;
}
if(!(data0 === "agent")){
const err5 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema33.properties.type.enum},parentSchema:schema33.properties.type,data:data0};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.roles !== undefined){
if(!(validate85(data.roles, instancePath+"/roles"))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.mode !== undefined){
let data2 = data.mode;
if(typeof data2 !== "string"){
const err6 = {instancePath:instancePath+"/mode",keyword:"type",params:{type: "string"},parentSchema:schema33.properties.mode,data:data2};
(vErrors ??= []).push(err6);
errors++;
}
if(!((data2 === "listen") || (data2 === "poll"))){
const err7 = {instancePath:instancePath+"/mode",keyword:"enum",params:{allowedValues: schema33.properties.mode.enum},parentSchema:schema33.properties.mode,data:data2};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.address !== undefined){
if(!(validate107(data.address, instancePath+"/address"))){
vErrors = vErrors === null ? validate107.errors : vErrors.concat(validate107.errors);
errors = vErrors.length;
}
}
if(data.fingerprint !== undefined){
if(!(validate109(data.fingerprint, instancePath+"/fingerprint"))){
vErrors = vErrors === null ? validate109.errors : vErrors.concat(validate109.errors);
errors = vErrors.length;
}
}
if(data.id !== undefined){
if(!(validate51(data.id, instancePath+"/id"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.maxParallel !== undefined){
if(!(validate89(data.maxParallel, instancePath+"/maxParallel"))){
vErrors = vErrors === null ? validate89.errors : vErrors.concat(validate89.errors);
errors = vErrors.length;
}
}
if(data.mutex !== undefined){
if(!(validate91(data.mutex, instancePath+"/mutex"))){
vErrors = vErrors === null ? validate91.errors : vErrors.concat(validate91.errors);
errors = vErrors.length;
}
}
if(data.path !== undefined){
if(!(validate51(data.path, instancePath+"/path"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
}
else {
const err8 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema33,data};
(vErrors ??= []).push(err8);
errors++;
}
validate105.errors = vErrors;
return errors === 0;
}

const schema36 = {"type":"object","properties":{"type":{"type":"string","enum":["drop"]},"roles":{"$ref":"#/definitions/roles"},"path":{"$ref":"#/definitions/path"},"await":{"type":"string","enum":["written","applied"]},"recipients":{"type":"array","minItems":1,"maxItems":16,"uniqueItems":true,"items":{"type":"string","$ref":"#/definitions/ageRecipient"}}},"required":["type","roles"],"additionalProperties":false};
const schema37 = {"type":"string","pattern":"^age1[02-9ac-hj-np-z]{58}$","patternErrorMessage":"a recipient is `age1` and 58 letters and digits, as `age-keygen -y` prints it; the AGE-SECRET-KEY itself stays at the site"};
const pattern11 = new RegExp("^age1[02-9ac-hj-np-z]{58}$", "u");

function validate118(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern11.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^age1[02-9ac-hj-np-z]{58}$"},schema:"^age1[02-9ac-hj-np-z]{58}$",parentSchema:schema37,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema37,data};
(vErrors ??= []).push(err1);
errors++;
}
validate118.errors = vErrors;
return errors === 0;
}


function validate115(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema36,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.roles === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "roles"},parentSchema:schema36,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!(((((key0 === "type") || (key0 === "roles")) || (key0 === "path")) || (key0 === "await")) || (key0 === "recipients"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema36,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema36.properties.type,data:data0};
(vErrors ??= []).push(err3);
errors++;
}
if(!(data0 === "drop")){
const err4 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema36.properties.type.enum},parentSchema:schema36.properties.type,data:data0};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.roles !== undefined){
if(!(validate85(data.roles, instancePath+"/roles"))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
if(data.path !== undefined){
if(!(validate93(data.path, instancePath+"/path"))){
vErrors = vErrors === null ? validate93.errors : vErrors.concat(validate93.errors);
errors = vErrors.length;
}
}
if(data.await !== undefined){
let data3 = data.await;
if(typeof data3 !== "string"){
const err5 = {instancePath:instancePath+"/await",keyword:"type",params:{type: "string"},parentSchema:schema36.properties.await,data:data3};
(vErrors ??= []).push(err5);
errors++;
}
if(!((data3 === "written") || (data3 === "applied"))){
const err6 = {instancePath:instancePath+"/await",keyword:"enum",params:{allowedValues: schema36.properties.await.enum},parentSchema:schema36.properties.await,data:data3};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.recipients !== undefined){
let data4 = data.recipients;
if(Array.isArray(data4)){
if(data4.length > 16){
const err7 = {instancePath:instancePath+"/recipients",keyword:"maxItems",params:{limit: 16},parentSchema:schema36.properties.recipients,data:data4};
(vErrors ??= []).push(err7);
errors++;
}
if(data4.length < 1){
const err8 = {instancePath:instancePath+"/recipients",keyword:"minItems",params:{limit: 1},parentSchema:schema36.properties.recipients,data:data4};
(vErrors ??= []).push(err8);
errors++;
}
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(typeof data5 !== "string"){
const err9 = {instancePath:instancePath+"/recipients/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema36.properties.recipients.items,data:data5};
(vErrors ??= []).push(err9);
errors++;
}
if(!(validate118(data5, instancePath+"/recipients/" + i0))){
vErrors = vErrors === null ? validate118.errors : vErrors.concat(validate118.errors);
errors = vErrors.length;
}
}
let i1 = data4.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data4[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err10 = {instancePath:instancePath+"/recipients",keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema36.properties.recipients,data:data4};
(vErrors ??= []).push(err10);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err11 = {instancePath:instancePath+"/recipients",keyword:"type",params:{type: "array"},parentSchema:schema36.properties.recipients,data:data4};
(vErrors ??= []).push(err11);
errors++;
}
}
}
else {
const err12 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema36,data};
(vErrors ??= []).push(err12);
errors++;
}
validate115.errors = vErrors;
return errors === 0;
}


function validate83(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema25,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema25.properties.type,data:data0};
(vErrors ??= []).push(err1);
errors++;
}
if(!((((data0 === "local") || (data0 === "ssh")) || (data0 === "agent")) || (data0 === "drop"))){
const err2 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema25.properties.type.enum},parentSchema:schema25.properties.type,data:data0};
(vErrors ??= []).push(err2);
errors++;
}
}
const tag0 = data.type;
if(typeof tag0 == "string"){
if(tag0 === "local"){
if(!(validate84(data, instancePath))){
vErrors = vErrors === null ? validate84.errors : vErrors.concat(validate84.errors);
errors = vErrors.length;
}
}
else if(tag0 === "ssh"){
if(!(validate95(data, instancePath))){
vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);
errors = vErrors.length;
}
}
else if(tag0 === "agent"){
if(!(validate105(data, instancePath))){
vErrors = vErrors === null ? validate105.errors : vErrors.concat(validate105.errors);
errors = vErrors.length;
}
}
else if(tag0 === "drop"){
if(!(validate115(data, instancePath))){
vErrors = vErrors === null ? validate115.errors : vErrors.concat(validate115.errors);
errors = vErrors.length;
}
}
else {
const err3 = {instancePath,keyword:"discriminator",params:{error: "mapping", tag: "type", tagValue: tag0},parentSchema:schema25,data};
(vErrors ??= []).push(err3);
errors++;
}
}
else {
const err4 = {instancePath,keyword:"discriminator",params:{error: "tag", tag: "type", tagValue: tag0},parentSchema:schema25,data};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema25,data};
(vErrors ??= []).push(err5);
errors++;
}
validate83.errors = vErrors;
return errors === 0;
}

const schema38 = {"type":"object","properties":{"name":{"$ref":"shared#/definitions/name"},"from":{"$ref":"#/definitions/localTime"},"to":{"$ref":"#/definitions/localTime"},"zone":{"type":"string","pattern":"^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$","patternErrorMessage":"a time zone is an IANA name such as `Europe/London`"},"environments":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/name"}},"tenants":{"$ref":"shared#/definitions/tenantSelector"}},"required":["name","from","to"],"additionalProperties":false};
const schema39 = {"type":"string","pattern":"^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$","patternErrorMessage":"a time is written `YYYY-MM-DDTHH:MM`, such as `2026-12-20T18:00`, without a zone"};
const pattern12 = new RegExp("^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$", "u");

function validate127(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern12.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$"},schema:"^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$",parentSchema:schema39,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema39,data};
(vErrors ??= []).push(err1);
errors++;
}
validate127.errors = vErrors;
return errors === 0;
}

const schema40 = {"anyOf":[{"type":"string","enum":["all"]},{"type":"array","minItems":1,"items":{"$ref":"#/definitions/tenantSelectorPart"}},{"$ref":"#/definitions/tenantSelectorMap"}]};
const schema41 = {"anyOf":[{"$ref":"#/definitions/name"},{"$ref":"#/definitions/tenantSelectorMap"}]};
const schema42 = {"type":"object","properties":{"tags":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"#/definitions/tagName"}},"names":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"#/definitions/name"}},"not":{"$ref":"#/definitions/tenantSelector"},"allowEmpty":{"type":"boolean"}},"additionalProperties":false,"minProperties":1};
const schema43 = {"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","patternErrorMessage":"a tag is written `set/value`, such as `ring/canary`"};
const pattern14 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "u");

function validate135(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern14.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",parentSchema:schema43,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema43,data};
(vErrors ??= []).push(err1);
errors++;
}
validate135.errors = vErrors;
return errors === 0;
}

const wrapper0 = {validate: validate131};

function validate134(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length < 1){
const err0 = {instancePath,keyword:"minProperties",params:{limit: 1},parentSchema:schema42,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((((key0 === "tags") || (key0 === "names")) || (key0 === "not")) || (key0 === "allowEmpty"))){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema42,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.tags !== undefined){
let data0 = data.tags;
if(Array.isArray(data0)){
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/tags",keyword:"minItems",params:{limit: 1},parentSchema:schema42.properties.tags,data:data0};
(vErrors ??= []).push(err2);
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/tags/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema42.properties.tags.items,data:data1};
(vErrors ??= []).push(err3);
errors++;
}
if(!(validate135(data1, instancePath+"/tags/" + i0))){
vErrors = vErrors === null ? validate135.errors : vErrors.concat(validate135.errors);
errors = vErrors.length;
}
}
let i1 = data0.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data0[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err4 = {instancePath:instancePath+"/tags",keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema42.properties.tags,data:data0};
(vErrors ??= []).push(err4);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err5 = {instancePath:instancePath+"/tags",keyword:"type",params:{type: "array"},parentSchema:schema42.properties.tags,data:data0};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.names !== undefined){
let data2 = data.names;
if(Array.isArray(data2)){
if(data2.length < 1){
const err6 = {instancePath:instancePath+"/names",keyword:"minItems",params:{limit: 1},parentSchema:schema42.properties.names,data:data2};
(vErrors ??= []).push(err6);
errors++;
}
const len1 = data2.length;
for(let i2=0; i2<len1; i2++){
let data3 = data2[i2];
if(typeof data3 !== "string"){
const err7 = {instancePath:instancePath+"/names/" + i2,keyword:"type",params:{type: "string"},parentSchema:schema42.properties.names.items,data:data3};
(vErrors ??= []).push(err7);
errors++;
}
if(!(validate86(data3, instancePath+"/names/" + i2))){
vErrors = vErrors === null ? validate86.errors : vErrors.concat(validate86.errors);
errors = vErrors.length;
}
}
let i3 = data2.length;
let j1;
if(i3 > 1){
const indices1 = {};
for(;i3--;){
let item1 = data2[i3];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err8 = {instancePath:instancePath+"/names",keyword:"uniqueItems",params:{i: i3, j: j1},parentSchema:schema42.properties.names,data:data2};
(vErrors ??= []).push(err8);
errors++;
break;
}
indices1[item1] = i3;
}
}
}
else {
const err9 = {instancePath:instancePath+"/names",keyword:"type",params:{type: "array"},parentSchema:schema42.properties.names,data:data2};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.not !== undefined){
if(!(wrapper0.validate(data.not, instancePath+"/not"))){
vErrors = vErrors === null ? wrapper0.validate.errors : vErrors.concat(wrapper0.validate.errors);
errors = vErrors.length;
}
}
if(data.allowEmpty !== undefined){
let data5 = data.allowEmpty;
if(typeof data5 !== "boolean"){
const err10 = {instancePath:instancePath+"/allowEmpty",keyword:"type",params:{type: "boolean"},parentSchema:schema42.properties.allowEmpty,data:data5};
(vErrors ??= []).push(err10);
errors++;
}
}
}
else {
const err11 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema42,data};
(vErrors ??= []).push(err11);
errors++;
}
validate134.errors = vErrors;
return errors === 0;
}


function validate132(data, instancePath = ""){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(!(validate86(data, instancePath))){
vErrors = vErrors === null ? validate86.errors : vErrors.concat(validate86.errors);
errors = vErrors.length;
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs2 = errors;
if(!(validate134(data, instancePath))){
vErrors = vErrors === null ? validate134.errors : vErrors.concat(validate134.errors);
errors = vErrors.length;
}
var _valid0 = _errs2 === errors;
valid0 = valid0 || _valid0;
}
if(!valid0){
const err0 = {instancePath,keyword:"anyOf",params:{},parentSchema:schema41,data};
(vErrors ??= []).push(err0);
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate132.errors = vErrors;
return errors === 0;
}


function validate131(data, instancePath = ""){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(typeof data !== "string"){
const err0 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema40.anyOf[0],data};
(vErrors ??= []).push(err0);
errors++;
}
if(!(data === "all")){
const err1 = {instancePath,keyword:"enum",params:{allowedValues: schema40.anyOf[0].enum},parentSchema:schema40.anyOf[0],data};
(vErrors ??= []).push(err1);
errors++;
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs3 = errors;
if(Array.isArray(data)){
if(data.length < 1){
const err2 = {instancePath,keyword:"minItems",params:{limit: 1},parentSchema:schema40.anyOf[1],data};
(vErrors ??= []).push(err2);
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate132(data[i0], instancePath+"/" + i0))){
vErrors = vErrors === null ? validate132.errors : vErrors.concat(validate132.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "array"},parentSchema:schema40.anyOf[1],data};
(vErrors ??= []).push(err3);
errors++;
}
var _valid0 = _errs3 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs6 = errors;
if(!(validate134(data, instancePath))){
vErrors = vErrors === null ? validate134.errors : vErrors.concat(validate134.errors);
errors = vErrors.length;
}
var _valid0 = _errs6 === errors;
valid0 = valid0 || _valid0;
}
}
if(!valid0){
const err4 = {instancePath,keyword:"anyOf",params:{},parentSchema:schema40,data};
(vErrors ??= []).push(err4);
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate131.errors = vErrors;
return errors === 0;
}

const pattern13 = new RegExp("^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$", "u");

function validate125(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "name"},parentSchema:schema38,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.from === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "from"},parentSchema:schema38,data};
(vErrors ??= []).push(err1);
errors++;
}
if(data.to === undefined){
const err2 = {instancePath,keyword:"required",params:{missingProperty: "to"},parentSchema:schema38,data};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "from")) || (key0 === "to")) || (key0 === "zone")) || (key0 === "environments")) || (key0 === "tenants"))){
const err3 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema38,data};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.name !== undefined){
if(!(validate25(data.name, instancePath+"/name"))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
}
if(data.from !== undefined){
if(!(validate127(data.from, instancePath+"/from"))){
vErrors = vErrors === null ? validate127.errors : vErrors.concat(validate127.errors);
errors = vErrors.length;
}
}
if(data.to !== undefined){
if(!(validate127(data.to, instancePath+"/to"))){
vErrors = vErrors === null ? validate127.errors : vErrors.concat(validate127.errors);
errors = vErrors.length;
}
}
if(data.zone !== undefined){
let data3 = data.zone;
if(typeof data3 === "string"){
if(!pattern13.test(data3)){
const err4 = {instancePath:instancePath+"/zone",keyword:"pattern",params:{pattern: "^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$"},parentSchema:schema38.properties.zone,data:data3};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/zone",keyword:"type",params:{type: "string"},parentSchema:schema38.properties.zone,data:data3};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.environments !== undefined){
let data4 = data.environments;
if(Array.isArray(data4)){
if(data4.length < 1){
const err6 = {instancePath:instancePath+"/environments",keyword:"minItems",params:{limit: 1},parentSchema:schema38.properties.environments,data:data4};
(vErrors ??= []).push(err6);
errors++;
}
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(typeof data5 !== "string"){
const err7 = {instancePath:instancePath+"/environments/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema38.properties.environments.items,data:data5};
(vErrors ??= []).push(err7);
errors++;
}
if(!(validate25(data5, instancePath+"/environments/" + i0))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
}
let i1 = data4.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data4[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err8 = {instancePath:instancePath+"/environments",keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema38.properties.environments,data:data4};
(vErrors ??= []).push(err8);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err9 = {instancePath:instancePath+"/environments",keyword:"type",params:{type: "array"},parentSchema:schema38.properties.environments,data:data4};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.tenants !== undefined){
if(!(validate131(data.tenants, instancePath+"/tenants"))){
vErrors = vErrors === null ? validate131.errors : vErrors.concat(validate131.errors);
errors = vErrors.length;
}
}
}
else {
const err10 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema38,data};
(vErrors ??= []).push(err10);
errors++;
}
validate125.errors = vErrors;
return errors === 0;
}

const schema44 = {"type":"object","discriminator":{"propertyName":"type"},"required":["type"],"properties":{"type":{"type":"string","enum":["file","postgres"]}},"oneOf":[{"$ref":"#/definitions/fileState"},{"$ref":"#/definitions/postgresState"}]};
const schema45 = {"type":"object","properties":{"type":{"type":"string","enum":["file"]},"path":{"$ref":"shared#/definitions/path"}},"required":["type"],"additionalProperties":false};

function validate144(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema45,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((key0 === "type") || (key0 === "path"))){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema45,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema45.properties.type,data:data0};
(vErrors ??= []).push(err2);
errors++;
}
if(!(data0 === "file")){
const err3 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema45.properties.type.enum},parentSchema:schema45.properties.type,data:data0};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.path !== undefined){
if(!(validate43(data.path, instancePath+"/path"))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema45,data};
(vErrors ??= []).push(err4);
errors++;
}
validate144.errors = vErrors;
return errors === 0;
}

const schema46 = {"type":"object","properties":{"type":{"type":"string","enum":["postgres"]},"url":{"$ref":"shared#/definitions/secretReference"}},"required":["type","url"],"additionalProperties":false};

function validate146(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema46,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.url === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "url"},parentSchema:schema46,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((key0 === "type") || (key0 === "url"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema46,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema46.properties.type,data:data0};
(vErrors ??= []).push(err3);
errors++;
}
if(!(data0 === "postgres")){
const err4 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema46.properties.type.enum},parentSchema:schema46.properties.type,data:data0};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.url !== undefined){
if(!(validate50(data.url, instancePath+"/url"))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema46,data};
(vErrors ??= []).push(err5);
errors++;
}
validate146.errors = vErrors;
return errors === 0;
}


function validate143(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema44,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema44.properties.type,data:data0};
(vErrors ??= []).push(err1);
errors++;
}
if(!((data0 === "file") || (data0 === "postgres"))){
const err2 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema44.properties.type.enum},parentSchema:schema44.properties.type,data:data0};
(vErrors ??= []).push(err2);
errors++;
}
}
const tag0 = data.type;
if(typeof tag0 == "string"){
if(tag0 === "file"){
if(!(validate144(data, instancePath))){
vErrors = vErrors === null ? validate144.errors : vErrors.concat(validate144.errors);
errors = vErrors.length;
}
}
else if(tag0 === "postgres"){
if(!(validate146(data, instancePath))){
vErrors = vErrors === null ? validate146.errors : vErrors.concat(validate146.errors);
errors = vErrors.length;
}
}
else {
const err3 = {instancePath,keyword:"discriminator",params:{error: "mapping", tag: "type", tagValue: tag0},parentSchema:schema44,data};
(vErrors ??= []).push(err3);
errors++;
}
}
else {
const err4 = {instancePath,keyword:"discriminator",params:{error: "tag", tag: "type", tagValue: tag0},parentSchema:schema44,data};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema44,data};
(vErrors ??= []).push(err5);
errors++;
}
validate143.errors = vErrors;
return errors === 0;
}

const schema47 = {"type":"object","properties":{"url":{"anyOf":[{"$ref":"shared#/definitions/url"},{"$ref":"shared#/definitions/secretReference"}]},"format":{"type":"string","enum":["json","slack"]},"on":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","enum":["blocked","failed","done"]}},"key":{"$ref":"shared#/definitions/secretReference"}},"required":["url"],"additionalProperties":false};

function validate152(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.url === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "url"},parentSchema:schema47,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((((key0 === "url") || (key0 === "format")) || (key0 === "on")) || (key0 === "key"))){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema47,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.url !== undefined){
let data0 = data.url;
const _errs3 = errors;
let valid1 = false;
const _errs4 = errors;
if(!(validate46(data0, instancePath+"/url"))){
vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
errors = vErrors.length;
}
var _valid0 = _errs4 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs5 = errors;
if(!(validate50(data0, instancePath+"/url"))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
var _valid0 = _errs5 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err2 = {instancePath:instancePath+"/url",keyword:"anyOf",params:{},parentSchema:schema47.properties.url,data:data0};
(vErrors ??= []).push(err2);
errors++;
}
else {
errors = _errs3;
if(vErrors !== null){
if(_errs3){
vErrors.length = _errs3;
}
else {
vErrors = null;
}
}
}
}
if(data.format !== undefined){
let data1 = data.format;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/format",keyword:"type",params:{type: "string"},parentSchema:schema47.properties.format,data:data1};
(vErrors ??= []).push(err3);
errors++;
}
if(!((data1 === "json") || (data1 === "slack"))){
const err4 = {instancePath:instancePath+"/format",keyword:"enum",params:{allowedValues: schema47.properties.format.enum},parentSchema:schema47.properties.format,data:data1};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.on !== undefined){
let data2 = data.on;
if(Array.isArray(data2)){
if(data2.length < 1){
const err5 = {instancePath:instancePath+"/on",keyword:"minItems",params:{limit: 1},parentSchema:schema47.properties.on,data:data2};
(vErrors ??= []).push(err5);
errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 !== "string"){
const err6 = {instancePath:instancePath+"/on/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema47.properties.on.items,data:data3};
(vErrors ??= []).push(err6);
errors++;
}
if(!(((data3 === "blocked") || (data3 === "failed")) || (data3 === "done"))){
const err7 = {instancePath:instancePath+"/on/" + i0,keyword:"enum",params:{allowedValues: schema47.properties.on.items.enum},parentSchema:schema47.properties.on.items,data:data3};
(vErrors ??= []).push(err7);
errors++;
}
}
let i1 = data2.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data2[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err8 = {instancePath:instancePath+"/on",keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema47.properties.on,data:data2};
(vErrors ??= []).push(err8);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err9 = {instancePath:instancePath+"/on",keyword:"type",params:{type: "array"},parentSchema:schema47.properties.on,data:data2};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.key !== undefined){
if(!(validate50(data.key, instancePath+"/key"))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
}
}
else {
const err10 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema47,data};
(vErrors ??= []).push(err10);
errors++;
}
validate152.errors = vErrors;
return errors === 0;
}

const schema48 = {"type":"object","properties":{"listen":{"$ref":"#/definitions/listenAddress"},"patience":{"$ref":"#/definitions/duration"}},"additionalProperties":false};
const schema49 = {"type":"string","pattern":"^(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:/\\[\\]]+):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$","patternErrorMessage":"an address is `host:port` with a port from 1 to 65535, such as `0.0.0.0:4711`"};
const pattern15 = new RegExp("^(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:/\\[\\]]+):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$", "u");

function validate158(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern15.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:/\\[\\]]+):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$"},schema:"^(?:\\[[0-9A-Fa-f:.]+\\]|[^\\s:/\\[\\]]+):(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$",parentSchema:schema49,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema49,data};
(vErrors ??= []).push(err1);
errors++;
}
validate158.errors = vErrors;
return errors === 0;
}


function validate160(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern2.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?=[0-9])(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$"},schema:"^(?=[0-9])(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$",parentSchema:schema13,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema13,data};
(vErrors ??= []).push(err1);
errors++;
}
validate160.errors = vErrors;
return errors === 0;
}


function validate157(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "listen") || (key0 === "patience"))){
const err0 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema48,data};
(vErrors ??= []).push(err0);
errors++;
}
}
if(data.listen !== undefined){
if(!(validate158(data.listen, instancePath+"/listen"))){
vErrors = vErrors === null ? validate158.errors : vErrors.concat(validate158.errors);
errors = vErrors.length;
}
}
if(data.patience !== undefined){
if(!(validate160(data.patience, instancePath+"/patience"))){
vErrors = vErrors === null ? validate160.errors : vErrors.concat(validate160.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema48,data};
(vErrors ??= []).push(err1);
errors++;
}
validate157.errors = vErrors;
return errors === 0;
}


function validate21(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.environments === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "environments"},parentSchema:schema6,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema6.properties, key0))){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema6,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.namespace !== undefined){
if(!(validate23(data.namespace, instancePath+"/namespace"))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
if(data.environments !== undefined){
let data1 = data.environments;
if(Array.isArray(data1)){
if(data1.length < 1){
const err2 = {instancePath:instancePath+"/environments",keyword:"minItems",params:{limit: 1},parentSchema:schema6.properties.environments,data:data1};
(vErrors ??= []).push(err2);
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 !== "string"){
const err3 = {instancePath:instancePath+"/environments/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema6.properties.environments.items,data:data2};
(vErrors ??= []).push(err3);
errors++;
}
if(!(validate25(data2, instancePath+"/environments/" + i0))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
}
let i1 = data1.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data1[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err4 = {instancePath:instancePath+"/environments",keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema6.properties.environments,data:data1};
(vErrors ??= []).push(err4);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err5 = {instancePath:instancePath+"/environments",keyword:"type",params:{type: "array"},parentSchema:schema6.properties.environments,data:data1};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.tagSets !== undefined){
let data3 = data.tagSets;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key1 in data3){
const _errs9 = errors;
if(!(validate25(key1, instancePath+"/tagSets"))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
var valid4 = _errs9 === errors;
if(!valid4){
const err6 = {instancePath:instancePath+"/tagSets",keyword:"propertyNames",params:{propertyName: key1},parentSchema:schema6.properties.tagSets,data:data3};
(vErrors ??= []).push(err6);
errors++;
}
}
for(const key2 in data3){
if(!(validate28(data3[key2], instancePath+"/tagSets/" + pointerSegment(key2)))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
}
}
else {
const err7 = {instancePath:instancePath+"/tagSets",keyword:"type",params:{type: "object"},parentSchema:schema6.properties.tagSets,data:data3};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.lifecycles !== undefined){
let data5 = data.lifecycles;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key3 in data5){
const _errs14 = errors;
if(!(validate25(key3, instancePath+"/lifecycles"))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
var valid6 = _errs14 === errors;
if(!valid6){
const err8 = {instancePath:instancePath+"/lifecycles",keyword:"propertyNames",params:{propertyName: key3},parentSchema:schema6.properties.lifecycles,data:data5};
(vErrors ??= []).push(err8);
errors++;
}
}
for(const key4 in data5){
if(!(validate32(data5[key4], instancePath+"/lifecycles/" + pointerSegment(key4)))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath:instancePath+"/lifecycles",keyword:"type",params:{type: "object"},parentSchema:schema6.properties.lifecycles,data:data5};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.feeds !== undefined){
let data7 = data.feeds;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key5 in data7){
const _errs19 = errors;
if(!(validate25(key5, instancePath+"/feeds"))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
var valid8 = _errs19 === errors;
if(!valid8){
const err10 = {instancePath:instancePath+"/feeds",keyword:"propertyNames",params:{propertyName: key5},parentSchema:schema6.properties.feeds,data:data7};
(vErrors ??= []).push(err10);
errors++;
}
}
for(const key6 in data7){
if(!(validate41(data7[key6], instancePath+"/feeds/" + pointerSegment(key6)))){
vErrors = vErrors === null ? validate41.errors : vErrors.concat(validate41.errors);
errors = vErrors.length;
}
}
}
else {
const err11 = {instancePath:instancePath+"/feeds",keyword:"type",params:{type: "object"},parentSchema:schema6.properties.feeds,data:data7};
(vErrors ??= []).push(err11);
errors++;
}
}
if(data.targets !== undefined){
let data9 = data.targets;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key7 in data9){
const _errs24 = errors;
if(!(validate25(key7, instancePath+"/targets"))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
var valid10 = _errs24 === errors;
if(!valid10){
const err12 = {instancePath:instancePath+"/targets",keyword:"propertyNames",params:{propertyName: key7},parentSchema:schema6.properties.targets,data:data9};
(vErrors ??= []).push(err12);
errors++;
}
}
for(const key8 in data9){
if(!(validate83(data9[key8], instancePath+"/targets/" + pointerSegment(key8)))){
vErrors = vErrors === null ? validate83.errors : vErrors.concat(validate83.errors);
errors = vErrors.length;
}
}
}
else {
const err13 = {instancePath:instancePath+"/targets",keyword:"type",params:{type: "object"},parentSchema:schema6.properties.targets,data:data9};
(vErrors ??= []).push(err13);
errors++;
}
}
if(data.freezes !== undefined){
let data11 = data.freezes;
if(Array.isArray(data11)){
const len1 = data11.length;
for(let i2=0; i2<len1; i2++){
if(!(validate125(data11[i2], instancePath+"/freezes/" + i2))){
vErrors = vErrors === null ? validate125.errors : vErrors.concat(validate125.errors);
errors = vErrors.length;
}
}
}
else {
const err14 = {instancePath:instancePath+"/freezes",keyword:"type",params:{type: "array"},parentSchema:schema6.properties.freezes,data:data11};
(vErrors ??= []).push(err14);
errors++;
}
}
if(data.state !== undefined){
if(!(validate143(data.state, instancePath+"/state"))){
vErrors = vErrors === null ? validate143.errors : vErrors.concat(validate143.errors);
errors = vErrors.length;
}
}
if(data.notifications !== undefined){
let data14 = data.notifications;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key9 in data14){
const _errs33 = errors;
if(!(validate25(key9, instancePath+"/notifications"))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
var valid14 = _errs33 === errors;
if(!valid14){
const err15 = {instancePath:instancePath+"/notifications",keyword:"propertyNames",params:{propertyName: key9},parentSchema:schema6.properties.notifications,data:data14};
(vErrors ??= []).push(err15);
errors++;
}
}
for(const key10 in data14){
if(!(validate152(data14[key10], instancePath+"/notifications/" + pointerSegment(key10)))){
vErrors = vErrors === null ? validate152.errors : vErrors.concat(validate152.errors);
errors = vErrors.length;
}
}
}
else {
const err16 = {instancePath:instancePath+"/notifications",keyword:"type",params:{type: "object"},parentSchema:schema6.properties.notifications,data:data14};
(vErrors ??= []).push(err16);
errors++;
}
}
if(data.agents !== undefined){
if(!(validate157(data.agents, instancePath+"/agents"))){
vErrors = vErrors === null ? validate157.errors : vErrors.concat(validate157.errors);
errors = vErrors.length;
}
}
if(data.stepKinds !== undefined){
let data17 = data.stepKinds;
if(Array.isArray(data17)){
const len2 = data17.length;
for(let i3=0; i3<len2; i3++){
let data18 = data17[i3];
if(typeof data18 !== "string"){
const err17 = {instancePath:instancePath+"/stepKinds/" + i3,keyword:"type",params:{type: "string"},parentSchema:schema6.properties.stepKinds.items,data:data18};
(vErrors ??= []).push(err17);
errors++;
}
if(!(validate48(data18, instancePath+"/stepKinds/" + i3))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
}
let i4 = data17.length;
let j1;
if(i4 > 1){
const indices1 = {};
for(;i4--;){
let item1 = data17[i4];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err18 = {instancePath:instancePath+"/stepKinds",keyword:"uniqueItems",params:{i: i4, j: j1},parentSchema:schema6.properties.stepKinds,data:data17};
(vErrors ??= []).push(err18);
errors++;
break;
}
indices1[item1] = i4;
}
}
}
else {
const err19 = {instancePath:instancePath+"/stepKinds",keyword:"type",params:{type: "array"},parentSchema:schema6.properties.stepKinds,data:data17};
(vErrors ??= []).push(err19);
errors++;
}
}
}
else {
const err20 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema6,data};
(vErrors ??= []).push(err20);
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}

const tenant = validate164;
const schema51 = {"type":"object","properties":{"tenant":{"$ref":"shared#/definitions/name"},"name":{"$ref":"shared#/definitions/text"},"tags":{"type":"array","uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/tagName"}},"environments":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/name"}},"targets":{"type":"object","propertyNames":{"$ref":"shared#/definitions/name"},"additionalProperties":{"$ref":"#/definitions/tenantTarget"}},"variables":{"$ref":"shared#/definitions/variables"},"packages":{"$ref":"shared#/definitions/packages"}},"required":["tenant","environments"],"additionalProperties":false,"definitions":{"tenantTarget":{"if":{"type":"object","required":["use"]},"then":{"$ref":"#/definitions/usedTarget"},"else":{"$ref":"shared#/definitions/target"}},"usedTarget":{"type":"object","properties":{"use":{"$ref":"shared#/definitions/name"}},"required":["use"],"additionalProperties":false}}};

function validate165(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern1.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},schema:"^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",parentSchema:schema9,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema9,data};
(vErrors ??= []).push(err1);
errors++;
}
validate165.errors = vErrors;
return errors === 0;
}


function validate167(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\S"},parentSchema:schema19,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema19,data};
(vErrors ??= []).push(err1);
errors++;
}
validate167.errors = vErrors;
return errors === 0;
}


function validate169(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern14.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",parentSchema:schema43,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema43,data};
(vErrors ??= []).push(err1);
errors++;
}
validate169.errors = vErrors;
return errors === 0;
}

const schema55 = {"if":{"type":"object","required":["use"]},"then":{"$ref":"#/definitions/usedTarget"},"else":{"$ref":"shared#/definitions/target"}};
const schema56 = {"type":"object","properties":{"use":{"$ref":"shared#/definitions/name"}},"required":["use"],"additionalProperties":false};

function validate174(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.use === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "use"},parentSchema:schema56,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!(key0 === "use")){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema56,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.use !== undefined){
if(!(validate165(data.use, instancePath+"/use"))){
vErrors = vErrors === null ? validate165.errors : vErrors.concat(validate165.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema56,data};
(vErrors ??= []).push(err2);
errors++;
}
validate174.errors = vErrors;
return errors === 0;
}


function validate177(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "type"},parentSchema:schema25,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema25.properties.type,data:data0};
(vErrors ??= []).push(err1);
errors++;
}
if(!((((data0 === "local") || (data0 === "ssh")) || (data0 === "agent")) || (data0 === "drop"))){
const err2 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema25.properties.type.enum},parentSchema:schema25.properties.type,data:data0};
(vErrors ??= []).push(err2);
errors++;
}
}
const tag0 = data.type;
if(typeof tag0 == "string"){
if(tag0 === "local"){
if(!(validate84(data, instancePath))){
vErrors = vErrors === null ? validate84.errors : vErrors.concat(validate84.errors);
errors = vErrors.length;
}
}
else if(tag0 === "ssh"){
if(!(validate95(data, instancePath))){
vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);
errors = vErrors.length;
}
}
else if(tag0 === "agent"){
if(!(validate105(data, instancePath))){
vErrors = vErrors === null ? validate105.errors : vErrors.concat(validate105.errors);
errors = vErrors.length;
}
}
else if(tag0 === "drop"){
if(!(validate115(data, instancePath))){
vErrors = vErrors === null ? validate115.errors : vErrors.concat(validate115.errors);
errors = vErrors.length;
}
}
else {
const err3 = {instancePath,keyword:"discriminator",params:{error: "mapping", tag: "type", tagValue: tag0},parentSchema:schema25,data};
(vErrors ??= []).push(err3);
errors++;
}
}
else {
const err4 = {instancePath,keyword:"discriminator",params:{error: "tag", tag: "type", tagValue: tag0},parentSchema:schema25,data};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema25,data};
(vErrors ??= []).push(err5);
errors++;
}
validate177.errors = vErrors;
return errors === 0;
}


function validate173(data, instancePath = ""){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = true;
const _errs1 = errors;
if(errors === _errs1){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.use === undefined) && (missing0 = "use")){
const err0 = {};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
}
var _valid0 = _errs1 === errors;
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(!(validate174(data, instancePath))){
vErrors = vErrors === null ? validate174.errors : vErrors.concat(validate174.errors);
errors = vErrors.length;
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
ifClause0 = "then";
}
else {
const _errs4 = errors;
if(!(validate177(data, instancePath))){
vErrors = vErrors === null ? validate177.errors : vErrors.concat(validate177.errors);
errors = vErrors.length;
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err2 = {instancePath,keyword:"if",params:{failingKeyword: ifClause0},parentSchema:schema55,data};
(vErrors ??= []).push(err2);
errors++;
}
validate173.errors = vErrors;
return errors === 0;
}

const schema58 = {"type":"object","propertyNames":{"$ref":"#/definitions/variableName"},"additionalProperties":{"$ref":"#/definitions/variable"}};
const schema59 = {"type":"string","pattern":"^(?!(?:.*\\.)?(?:value|scope|secret|__proto__)(?:\\.|$))[A-Za-z0-9_][A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$","patternErrorMessage":"each part of a variable name starts with a letter, digit or `_` and goes on with these or `-`; parts are joined by `.`"};
const pattern20 = new RegExp("^(?!(?:.*\\.)?(?:value|scope|secret|__proto__)(?:\\.|$))[A-Za-z0-9_][A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$", "u");

function validate185(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern20.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!(?:.*\\.)?(?:value|scope|secret|__proto__)(?:\\.|$))[A-Za-z0-9_][A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$"},parentSchema:schema59,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema59,data};
(vErrors ??= []).push(err1);
errors++;
}
validate185.errors = vErrors;
return errors === 0;
}

const schema60 = {"if":{"type":"object"},"then":{"$ref":"#/definitions/variableMap"},"else":{"if":{"type":"array","minItems":1,"items":{"type":"object","anyOf":[{"type":"object","required":["value"]},{"type":"object","required":["secret"]}]}},"then":{"type":"array","items":{"$ref":"#/definitions/candidate"}},"else":{"$ref":"#/definitions/data"}}};
const schema61 = {"if":{"type":"object","anyOf":[{"type":"object","required":["value"]},{"type":"object","required":["secret"]}]},"then":{"$ref":"#/definitions/candidate"},"else":{"type":"object","propertyNames":{"$ref":"#/definitions/variableName"},"additionalProperties":{"$ref":"#/definitions/variable"}}};
const schema62 = {"type":"object","properties":{"value":{"$ref":"#/definitions/data"},"secret":{"$ref":"#/definitions/secretReference"},"scope":{"$ref":"#/definitions/scope"}},"additionalProperties":false,"not":{"type":"object","required":["value","secret"]}};
const schema63 = {"type":["string","number","boolean","array","object"],"items":{"$ref":"#/definitions/data"},"additionalProperties":{"$ref":"#/definitions/data"}};
const wrapper1 = {validate: validate190};

function validate190(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if((((!data || typeof data != "object") && (typeof data !== "string")) && (!((typeof data == "number") && (isFinite(data))))) && (typeof data !== "boolean")){
const err0 = {instancePath,keyword:"type",params:{type: schema63.type},parentSchema:schema63,data};
(vErrors ??= []).push(err0);
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(wrapper1.validate(data[i0], instancePath+"/" + i0))){
vErrors = vErrors === null ? wrapper1.validate.errors : vErrors.concat(wrapper1.validate.errors);
errors = vErrors.length;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(wrapper1.validate(data[key0], instancePath+"/" + pointerSegment(key0)))){
vErrors = vErrors === null ? wrapper1.validate.errors : vErrors.concat(wrapper1.validate.errors);
errors = vErrors.length;
}
}
}
validate190.errors = vErrors;
return errors === 0;
}


function validate192(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 1){
const err0 = {instancePath,keyword:"maxProperties",params:{limit: 1},parentSchema:schema20,data};
(vErrors ??= []).push(err0);
errors++;
}
if(Object.keys(data).length < 1){
const err1 = {instancePath,keyword:"minProperties",params:{limit: 1},parentSchema:schema20,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!(((((key0 === "env") || (key0 === "file")) || (key0 === "ssm")) || (key0 === "sops")) || (key0 === "site"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema20,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.env !== undefined){
if(!(validate51(data.env, instancePath+"/env"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.file !== undefined){
if(!(validate51(data.file, instancePath+"/file"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.ssm !== undefined){
if(!(validate51(data.ssm, instancePath+"/ssm"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.sops !== undefined){
if(!(validate51(data.sops, instancePath+"/sops"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.site !== undefined){
if(!(validate51(data.site, instancePath+"/site"))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema20,data};
(vErrors ??= []).push(err3);
errors++;
}
validate192.errors = vErrors;
return errors === 0;
}

const schema65 = {"type":"object","properties":{"step":{"$ref":"#/definitions/nameOrNames"},"target":{"$ref":"#/definitions/nameOrNames"},"role":{"$ref":"#/definitions/nameOrNames"},"tenant":{"$ref":"#/definitions/nameOrNames"},"tag":{"$ref":"#/definitions/tagOrTags"},"environment":{"$ref":"#/definitions/nameOrNames"},"channel":{"$ref":"#/definitions/nameOrNames"},"project":{"$ref":"#/definitions/nameOrNames"},"not":{"$ref":"#/definitions/scope"}},"additionalProperties":false,"minProperties":1};
const schema66 = {"anyOf":[{"$ref":"#/definitions/name"},{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"#/definitions/name"}}]};

function validate200(data, instancePath = ""){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(!(validate86(data, instancePath))){
vErrors = vErrors === null ? validate86.errors : vErrors.concat(validate86.errors);
errors = vErrors.length;
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs2 = errors;
if(Array.isArray(data)){
if(data.length < 1){
const err0 = {instancePath,keyword:"minItems",params:{limit: 1},parentSchema:schema66.anyOf[1],data};
(vErrors ??= []).push(err0);
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema66.anyOf[1].items,data:data0};
(vErrors ??= []).push(err1);
errors++;
}
if(!(validate86(data0, instancePath+"/" + i0))){
vErrors = vErrors === null ? validate86.errors : vErrors.concat(validate86.errors);
errors = vErrors.length;
}
}
let i1 = data.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err2 = {instancePath,keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema66.anyOf[1],data};
(vErrors ??= []).push(err2);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "array"},parentSchema:schema66.anyOf[1],data};
(vErrors ??= []).push(err3);
errors++;
}
var _valid0 = _errs2 === errors;
valid0 = valid0 || _valid0;
}
if(!valid0){
const err4 = {instancePath,keyword:"anyOf",params:{},parentSchema:schema66,data};
(vErrors ??= []).push(err4);
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate200.errors = vErrors;
return errors === 0;
}

const schema67 = {"anyOf":[{"$ref":"#/definitions/tagName"},{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"#/definitions/tagName"}}]};

function validate207(data, instancePath = ""){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(!(validate135(data, instancePath))){
vErrors = vErrors === null ? validate135.errors : vErrors.concat(validate135.errors);
errors = vErrors.length;
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs2 = errors;
if(Array.isArray(data)){
if(data.length < 1){
const err0 = {instancePath,keyword:"minItems",params:{limit: 1},parentSchema:schema67.anyOf[1],data};
(vErrors ??= []).push(err0);
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema67.anyOf[1].items,data:data0};
(vErrors ??= []).push(err1);
errors++;
}
if(!(validate135(data0, instancePath+"/" + i0))){
vErrors = vErrors === null ? validate135.errors : vErrors.concat(validate135.errors);
errors = vErrors.length;
}
}
let i1 = data.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err2 = {instancePath,keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema67.anyOf[1],data};
(vErrors ??= []).push(err2);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "array"},parentSchema:schema67.anyOf[1],data};
(vErrors ??= []).push(err3);
errors++;
}
var _valid0 = _errs2 === errors;
valid0 = valid0 || _valid0;
}
if(!valid0){
const err4 = {instancePath,keyword:"anyOf",params:{},parentSchema:schema67,data};
(vErrors ??= []).push(err4);
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate207.errors = vErrors;
return errors === 0;
}

const wrapper3 = {validate: validate199};

function validate199(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length < 1){
const err0 = {instancePath,keyword:"minProperties",params:{limit: 1},parentSchema:schema65,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema65.properties, key0))){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema65,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.step !== undefined){
if(!(validate200(data.step, instancePath+"/step"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.target !== undefined){
if(!(validate200(data.target, instancePath+"/target"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.role !== undefined){
if(!(validate200(data.role, instancePath+"/role"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.tenant !== undefined){
if(!(validate200(data.tenant, instancePath+"/tenant"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.tag !== undefined){
if(!(validate207(data.tag, instancePath+"/tag"))){
vErrors = vErrors === null ? validate207.errors : vErrors.concat(validate207.errors);
errors = vErrors.length;
}
}
if(data.environment !== undefined){
if(!(validate200(data.environment, instancePath+"/environment"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.channel !== undefined){
if(!(validate200(data.channel, instancePath+"/channel"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.project !== undefined){
if(!(validate200(data.project, instancePath+"/project"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.not !== undefined){
if(!(wrapper3.validate(data.not, instancePath+"/not"))){
vErrors = vErrors === null ? wrapper3.validate.errors : vErrors.concat(wrapper3.validate.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema65,data};
(vErrors ??= []).push(err2);
errors++;
}
validate199.errors = vErrors;
return errors === 0;
}


function validate189(data, instancePath = ""){
let vErrors = null;
let errors = 0;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.value === undefined) && (missing0 = "value")) || ((data.secret === undefined) && (missing0 = "secret"))){
const err0 = {};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
}
var valid0 = _errs2 === errors;
if(valid0){
const err2 = {instancePath,keyword:"not",params:{},parentSchema:schema62,data};
(vErrors ??= []).push(err2);
errors++;
}
else {
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "value") || (key0 === "secret")) || (key0 === "scope"))){
const err3 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema62,data};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.value !== undefined){
if(!(validate190(data.value, instancePath+"/value"))){
vErrors = vErrors === null ? validate190.errors : vErrors.concat(validate190.errors);
errors = vErrors.length;
}
}
if(data.secret !== undefined){
if(!(validate192(data.secret, instancePath+"/secret"))){
vErrors = vErrors === null ? validate192.errors : vErrors.concat(validate192.errors);
errors = vErrors.length;
}
}
if(data.scope !== undefined){
if(!(validate199(data.scope, instancePath+"/scope"))){
vErrors = vErrors === null ? validate199.errors : vErrors.concat(validate199.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema62,data};
(vErrors ??= []).push(err4);
errors++;
}
validate189.errors = vErrors;
return errors === 0;
}

const wrapper4 = {validate: validate187};

function validate188(data, instancePath = ""){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = true;
const _errs1 = errors;
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err0 = {};
(vErrors ??= []).push(err0);
errors++;
}
const _errs3 = errors;
let valid1 = false;
const _errs4 = errors;
if(errors === _errs4){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.value === undefined) && (missing0 = "value")){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
}
else {
const err2 = {};
(vErrors ??= []).push(err2);
errors++;
}
}
var _valid1 = _errs4 === errors;
valid1 = valid1 || _valid1;
if(!valid1){
const _errs6 = errors;
if(errors === _errs6){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if((data.secret === undefined) && (missing1 = "secret")){
const err3 = {};
(vErrors ??= []).push(err3);
errors++;
}
}
else {
const err4 = {};
(vErrors ??= []).push(err4);
errors++;
}
}
var _valid1 = _errs6 === errors;
valid1 = valid1 || _valid1;
}
if(!valid1){
const err5 = {};
(vErrors ??= []).push(err5);
errors++;
}
else {
errors = _errs3;
if(vErrors !== null){
if(_errs3){
vErrors.length = _errs3;
}
else {
vErrors = null;
}
}
}
var _valid0 = _errs1 === errors;
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs8 = errors;
if(!(validate189(data, instancePath))){
vErrors = vErrors === null ? validate189.errors : vErrors.concat(validate189.errors);
errors = vErrors.length;
}
var _valid0 = _errs8 === errors;
valid0 = _valid0;
ifClause0 = "then";
}
else {
const _errs9 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs11 = errors;
if(!(validate185(key0, instancePath))){
vErrors = vErrors === null ? validate185.errors : vErrors.concat(validate185.errors);
errors = vErrors.length;
}
var valid2 = _errs11 === errors;
if(!valid2){
const err6 = {instancePath,keyword:"propertyNames",params:{propertyName: key0},parentSchema:schema61.else,data};
(vErrors ??= []).push(err6);
errors++;
}
}
for(const key1 in data){
if(!(wrapper4.validate(data[key1], instancePath+"/" + pointerSegment(key1)))){
vErrors = vErrors === null ? wrapper4.validate.errors : vErrors.concat(wrapper4.validate.errors);
errors = vErrors.length;
}
}
}
else {
const err7 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema61.else,data};
(vErrors ??= []).push(err7);
errors++;
}
var _valid0 = _errs9 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err8 = {instancePath,keyword:"if",params:{failingKeyword: ifClause0},parentSchema:schema61,data};
(vErrors ??= []).push(err8);
errors++;
}
validate188.errors = vErrors;
return errors === 0;
}


function validate187(data, instancePath = ""){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = true;
const _errs1 = errors;
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err0 = {};
(vErrors ??= []).push(err0);
errors++;
}
var _valid0 = _errs1 === errors;
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(!(validate188(data, instancePath))){
vErrors = vErrors === null ? validate188.errors : vErrors.concat(validate188.errors);
errors = vErrors.length;
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
ifClause0 = "then";
}
else {
const _errs4 = errors;
const _errs5 = errors;
let valid1 = true;
const _errs6 = errors;
if(errors === _errs6){
if(Array.isArray(data)){
if(data.length < 1){
const err1 = {};
(vErrors ??= []).push(err1);
errors++;
}
else {
var valid2 = true;
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
const _errs8 = errors;
if(!(data0 && typeof data0 == "object" && !Array.isArray(data0))){
const err2 = {};
(vErrors ??= []).push(err2);
errors++;
}
const _errs10 = errors;
let valid3 = false;
const _errs11 = errors;
if(errors === _errs11){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing0;
if((data0.value === undefined) && (missing0 = "value")){
const err3 = {};
(vErrors ??= []).push(err3);
errors++;
}
}
else {
const err4 = {};
(vErrors ??= []).push(err4);
errors++;
}
}
var _valid2 = _errs11 === errors;
valid3 = valid3 || _valid2;
if(!valid3){
const _errs13 = errors;
if(errors === _errs13){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing1;
if((data0.secret === undefined) && (missing1 = "secret")){
const err5 = {};
(vErrors ??= []).push(err5);
errors++;
}
}
else {
const err6 = {};
(vErrors ??= []).push(err6);
errors++;
}
}
var _valid2 = _errs13 === errors;
valid3 = valid3 || _valid2;
}
if(!valid3){
const err7 = {};
(vErrors ??= []).push(err7);
errors++;
}
else {
errors = _errs10;
if(vErrors !== null){
if(_errs10){
vErrors.length = _errs10;
}
else {
vErrors = null;
}
}
}
var valid2 = _errs8 === errors;
if(!valid2){
break;
}
}
}
}
else {
const err8 = {};
(vErrors ??= []).push(err8);
errors++;
}
}
var _valid1 = _errs6 === errors;
errors = _errs5;
if(vErrors !== null){
if(_errs5){
vErrors.length = _errs5;
}
else {
vErrors = null;
}
}
let ifClause1;
if(_valid1){
const _errs15 = errors;
if(Array.isArray(data)){
const len1 = data.length;
for(let i1=0; i1<len1; i1++){
if(!(validate189(data[i1], instancePath+"/" + i1))){
vErrors = vErrors === null ? validate189.errors : vErrors.concat(validate189.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath,keyword:"type",params:{type: "array"},parentSchema:schema60.else.then,data};
(vErrors ??= []).push(err9);
errors++;
}
var _valid1 = _errs15 === errors;
valid1 = _valid1;
ifClause1 = "then";
}
else {
const _errs18 = errors;
if(!(validate190(data, instancePath))){
vErrors = vErrors === null ? validate190.errors : vErrors.concat(validate190.errors);
errors = vErrors.length;
}
var _valid1 = _errs18 === errors;
valid1 = _valid1;
ifClause1 = "else";
}
if(!valid1){
const err10 = {instancePath,keyword:"if",params:{failingKeyword: ifClause1},parentSchema:schema60.else,data};
(vErrors ??= []).push(err10);
errors++;
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err11 = {instancePath,keyword:"if",params:{failingKeyword: ifClause0},parentSchema:schema60,data};
(vErrors ??= []).push(err11);
errors++;
}
validate187.errors = vErrors;
return errors === 0;
}


function validate184(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(!(validate185(key0, instancePath))){
vErrors = vErrors === null ? validate185.errors : vErrors.concat(validate185.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err0 = {instancePath,keyword:"propertyNames",params:{propertyName: key0},parentSchema:schema58,data};
(vErrors ??= []).push(err0);
errors++;
}
}
for(const key1 in data){
if(!(validate187(data[key1], instancePath+"/" + pointerSegment(key1)))){
vErrors = vErrors === null ? validate187.errors : vErrors.concat(validate187.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema58,data};
(vErrors ??= []).push(err1);
errors++;
}
validate184.errors = vErrors;
return errors === 0;
}

const schema68 = {"type":"object","propertyNames":{"type":"string","pattern":"^(?!.*\\.\\.)[A-Za-z0-9@*?_][A-Za-z0-9@*?._/:-]{0,199}$","patternErrorMessage":"a package id holds letters, digits, `.`, `-`, `_`, `/`, `@`, `:`, and `*` or `?` where it is a pattern"},"additionalProperties":{"$ref":"#/definitions/versionRange"}};
const pattern21 = new RegExp("^(?!.*\\.\\.)[A-Za-z0-9@*?_][A-Za-z0-9@*?._/:-]{0,199}$", "u");
const schema69 = {"type":"string","pattern":"\\S","patternErrorMessage":"write a version or a range such as `>=2024.6 <2024.7`"};

function validate223(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\S"},parentSchema:schema69,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema69,data};
(vErrors ??= []).push(err1);
errors++;
}
validate223.errors = vErrors;
return errors === 0;
}


function validate222(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(typeof key0 === "string"){
if(!pattern21.test(key0)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!.*\\.\\.)[A-Za-z0-9@*?_][A-Za-z0-9@*?._/:-]{0,199}$"},schema:"^(?!.*\\.\\.)[A-Za-z0-9@*?_][A-Za-z0-9@*?._/:-]{0,199}$",parentSchema:schema68.propertyNames,data:key0,propertyName:key0};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema68.propertyNames,data:key0,propertyName:key0};
(vErrors ??= []).push(err1);
errors++;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err2 = {instancePath,keyword:"propertyNames",params:{propertyName: key0},parentSchema:schema68,data};
(vErrors ??= []).push(err2);
errors++;
}
}
for(const key1 in data){
if(!(validate223(data[key1], instancePath+"/" + pointerSegment(key1)))){
vErrors = vErrors === null ? validate223.errors : vErrors.concat(validate223.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema68,data};
(vErrors ??= []).push(err3);
errors++;
}
validate222.errors = vErrors;
return errors === 0;
}


function validate164(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.tenant === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "tenant"},parentSchema:schema51,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.environments === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "environments"},parentSchema:schema51,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "tenant") || (key0 === "name")) || (key0 === "tags")) || (key0 === "environments")) || (key0 === "targets")) || (key0 === "variables")) || (key0 === "packages"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema51,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.tenant !== undefined){
if(!(validate165(data.tenant, instancePath+"/tenant"))){
vErrors = vErrors === null ? validate165.errors : vErrors.concat(validate165.errors);
errors = vErrors.length;
}
}
if(data.name !== undefined){
if(!(validate167(data.name, instancePath+"/name"))){
vErrors = vErrors === null ? validate167.errors : vErrors.concat(validate167.errors);
errors = vErrors.length;
}
}
if(data.tags !== undefined){
let data2 = data.tags;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 !== "string"){
const err3 = {instancePath:instancePath+"/tags/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema51.properties.tags.items,data:data3};
(vErrors ??= []).push(err3);
errors++;
}
if(!(validate169(data3, instancePath+"/tags/" + i0))){
vErrors = vErrors === null ? validate169.errors : vErrors.concat(validate169.errors);
errors = vErrors.length;
}
}
let i1 = data2.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data2[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err4 = {instancePath:instancePath+"/tags",keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema51.properties.tags,data:data2};
(vErrors ??= []).push(err4);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err5 = {instancePath:instancePath+"/tags",keyword:"type",params:{type: "array"},parentSchema:schema51.properties.tags,data:data2};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.environments !== undefined){
let data4 = data.environments;
if(Array.isArray(data4)){
if(data4.length < 1){
const err6 = {instancePath:instancePath+"/environments",keyword:"minItems",params:{limit: 1},parentSchema:schema51.properties.environments,data:data4};
(vErrors ??= []).push(err6);
errors++;
}
const len1 = data4.length;
for(let i2=0; i2<len1; i2++){
let data5 = data4[i2];
if(typeof data5 !== "string"){
const err7 = {instancePath:instancePath+"/environments/" + i2,keyword:"type",params:{type: "string"},parentSchema:schema51.properties.environments.items,data:data5};
(vErrors ??= []).push(err7);
errors++;
}
if(!(validate165(data5, instancePath+"/environments/" + i2))){
vErrors = vErrors === null ? validate165.errors : vErrors.concat(validate165.errors);
errors = vErrors.length;
}
}
let i3 = data4.length;
let j1;
if(i3 > 1){
const indices1 = {};
for(;i3--;){
let item1 = data4[i3];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err8 = {instancePath:instancePath+"/environments",keyword:"uniqueItems",params:{i: i3, j: j1},parentSchema:schema51.properties.environments,data:data4};
(vErrors ??= []).push(err8);
errors++;
break;
}
indices1[item1] = i3;
}
}
}
else {
const err9 = {instancePath:instancePath+"/environments",keyword:"type",params:{type: "array"},parentSchema:schema51.properties.environments,data:data4};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.targets !== undefined){
let data6 = data.targets;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key1 in data6){
const _errs14 = errors;
if(!(validate165(key1, instancePath+"/targets"))){
vErrors = vErrors === null ? validate165.errors : vErrors.concat(validate165.errors);
errors = vErrors.length;
}
var valid7 = _errs14 === errors;
if(!valid7){
const err10 = {instancePath:instancePath+"/targets",keyword:"propertyNames",params:{propertyName: key1},parentSchema:schema51.properties.targets,data:data6};
(vErrors ??= []).push(err10);
errors++;
}
}
for(const key2 in data6){
if(!(validate173(data6[key2], instancePath+"/targets/" + pointerSegment(key2)))){
vErrors = vErrors === null ? validate173.errors : vErrors.concat(validate173.errors);
errors = vErrors.length;
}
}
}
else {
const err11 = {instancePath:instancePath+"/targets",keyword:"type",params:{type: "object"},parentSchema:schema51.properties.targets,data:data6};
(vErrors ??= []).push(err11);
errors++;
}
}
if(data.variables !== undefined){
if(!(validate184(data.variables, instancePath+"/variables"))){
vErrors = vErrors === null ? validate184.errors : vErrors.concat(validate184.errors);
errors = vErrors.length;
}
}
if(data.packages !== undefined){
if(!(validate222(data.packages, instancePath+"/packages"))){
vErrors = vErrors === null ? validate222.errors : vErrors.concat(validate222.errors);
errors = vErrors.length;
}
}
}
else {
const err12 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema51,data};
(vErrors ??= []).push(err12);
errors++;
}
validate164.errors = vErrors;
return errors === 0;
}

const variables = validate226;
const schema70 = {"type":"object","properties":{"variableSet":{"$ref":"shared#/definitions/name"},"variables":{"$ref":"shared#/definitions/variables"}},"required":["variableSet","variables"],"additionalProperties":false,"definitions":{}};

function validate227(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern1.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},schema:"^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",parentSchema:schema9,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema9,data};
(vErrors ??= []).push(err1);
errors++;
}
validate227.errors = vErrors;
return errors === 0;
}


function validate229(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(!(validate185(key0, instancePath))){
vErrors = vErrors === null ? validate185.errors : vErrors.concat(validate185.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err0 = {instancePath,keyword:"propertyNames",params:{propertyName: key0},parentSchema:schema58,data};
(vErrors ??= []).push(err0);
errors++;
}
}
for(const key1 in data){
if(!(validate187(data[key1], instancePath+"/" + pointerSegment(key1)))){
vErrors = vErrors === null ? validate187.errors : vErrors.concat(validate187.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema58,data};
(vErrors ??= []).push(err1);
errors++;
}
validate229.errors = vErrors;
return errors === 0;
}


function validate226(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.variableSet === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "variableSet"},parentSchema:schema70,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.variables === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "variables"},parentSchema:schema70,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((key0 === "variableSet") || (key0 === "variables"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema70,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.variableSet !== undefined){
if(!(validate227(data.variableSet, instancePath+"/variableSet"))){
vErrors = vErrors === null ? validate227.errors : vErrors.concat(validate227.errors);
errors = vErrors.length;
}
}
if(data.variables !== undefined){
if(!(validate229(data.variables, instancePath+"/variables"))){
vErrors = vErrors === null ? validate229.errors : vErrors.concat(validate229.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema70,data};
(vErrors ??= []).push(err3);
errors++;
}
validate226.errors = vErrors;
return errors === 0;
}

const project = validate233;
const schema73 = {"type":"object","properties":{"project":{"$ref":"shared#/definitions/name"},"name":{"$ref":"shared#/definitions/text"},"lifecycle":{"$ref":"shared#/definitions/name"},"tenancy":{"type":"string","enum":["tenanted","untenanted","either"]},"channels":{"type":"object","propertyNames":{"$ref":"shared#/definitions/name"},"additionalProperties":{"$ref":"#/definitions/channel"}},"inputs":{"type":"object","propertyNames":{"$ref":"shared#/definitions/variableName"},"additionalProperties":{"$ref":"#/definitions/input"}},"variables":{"$ref":"shared#/definitions/variables"},"steps":{"type":"array","minItems":1,"items":{"$ref":"#/definitions/step"}}},"required":["project","steps"],"additionalProperties":false,"definitions":{"channel":{"type":"object","properties":{"lifecycle":{"$ref":"shared#/definitions/name"},"packages":{"$ref":"shared#/definitions/packages"}},"additionalProperties":false},"input":{"type":"object","properties":{"required":{"type":"boolean"},"default":{"$ref":"shared#/definitions/data"},"description":{"$ref":"shared#/definitions/text"},"type":{"type":"string","enum":["string","number","integer","boolean","array","object"]},"enum":{"type":"array","minItems":1,"items":{"$ref":"shared#/definitions/data"}},"pattern":{"type":"string"},"format":{"$ref":"shared#/definitions/text"},"minLength":{"type":"integer","minimum":0},"maxLength":{"type":"integer","minimum":0},"minimum":{"type":"number"},"maximum":{"type":"number"},"exclusiveMinimum":{"type":"number"},"exclusiveMaximum":{"type":"number"},"multipleOf":{"type":"number","exclusiveMinimum":0},"items":{"type":"object","additionalProperties":true},"minItems":{"type":"integer","minimum":0},"maxItems":{"type":"integer","minimum":0},"uniqueItems":{"type":"boolean"},"properties":{"type":"object","additionalProperties":true},"additionalProperties":{"anyOf":[{"type":"boolean"},{"type":"object","additionalProperties":true}]}},"additionalProperties":false},"step":{"type":"object","properties":{"id":{"$ref":"shared#/definitions/name"},"name":{"$ref":"shared#/definitions/text"},"uses":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,63})*$","patternErrorMessage":"a step kind is a name, or names joined by `/`, such as `script` or `aws/ecs-deploy`"},"roles":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/name"}},"with":{"type":"object","additionalProperties":true},"package":{"$ref":"#/definitions/stepPackage"},"needs":{"$ref":"shared#/definitions/nameList"},"run":{"type":"string","enum":["success","failure","always"]},"when":{"$ref":"shared#/definitions/text"},"scope":{"$ref":"#/definitions/stepScope"},"timeout":{"$ref":"shared#/definitions/duration"},"retry":{"type":"object","properties":{"attempts":{"type":"integer","minimum":1,"maximum":100},"backoff":{"$ref":"shared#/definitions/duration"}},"additionalProperties":false},"optional":{"type":"boolean"},"idempotent":{"type":"boolean"},"rolling":{"type":"object","properties":{"window":{"type":"integer","minimum":1}},"required":["window"],"additionalProperties":false},"group":{"$ref":"shared#/definitions/name"},"once":{"type":"string","enum":["before","after"]}},"required":["id","uses"],"additionalProperties":false},"stepPackage":{"type":"object","properties":{"id":{"$ref":"shared#/definitions/template"},"feed":{"$ref":"shared#/definitions/name"},"version":{"$ref":"shared#/definitions/template"}},"required":["id"],"additionalProperties":false},"stepScope":{"type":"object","properties":{"environments":{"$ref":"shared#/definitions/nameList"},"tenants":{"$ref":"shared#/definitions/tenantSelector"},"channels":{"$ref":"shared#/definitions/nameList"},"not":{"$ref":"shared#/definitions/scope"}},"additionalProperties":false}}};

function validate234(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern1.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},schema:"^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",parentSchema:schema9,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema9,data};
(vErrors ??= []).push(err1);
errors++;
}
validate234.errors = vErrors;
return errors === 0;
}


function validate236(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\S"},parentSchema:schema19,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema19,data};
(vErrors ??= []).push(err1);
errors++;
}
validate236.errors = vErrors;
return errors === 0;
}

const schema76 = {"type":"object","properties":{"lifecycle":{"$ref":"shared#/definitions/name"},"packages":{"$ref":"shared#/definitions/packages"}},"additionalProperties":false};

function validate242(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(typeof key0 === "string"){
if(!pattern21.test(key0)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!.*\\.\\.)[A-Za-z0-9@*?_][A-Za-z0-9@*?._/:-]{0,199}$"},schema:"^(?!.*\\.\\.)[A-Za-z0-9@*?_][A-Za-z0-9@*?._/:-]{0,199}$",parentSchema:schema68.propertyNames,data:key0,propertyName:key0};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema68.propertyNames,data:key0,propertyName:key0};
(vErrors ??= []).push(err1);
errors++;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err2 = {instancePath,keyword:"propertyNames",params:{propertyName: key0},parentSchema:schema68,data};
(vErrors ??= []).push(err2);
errors++;
}
}
for(const key1 in data){
if(!(validate223(data[key1], instancePath+"/" + pointerSegment(key1)))){
vErrors = vErrors === null ? validate223.errors : vErrors.concat(validate223.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema68,data};
(vErrors ??= []).push(err3);
errors++;
}
validate242.errors = vErrors;
return errors === 0;
}


function validate240(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "lifecycle") || (key0 === "packages"))){
const err0 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema76,data};
(vErrors ??= []).push(err0);
errors++;
}
}
if(data.lifecycle !== undefined){
if(!(validate234(data.lifecycle, instancePath+"/lifecycle"))){
vErrors = vErrors === null ? validate234.errors : vErrors.concat(validate234.errors);
errors = vErrors.length;
}
}
if(data.packages !== undefined){
if(!(validate242(data.packages, instancePath+"/packages"))){
vErrors = vErrors === null ? validate242.errors : vErrors.concat(validate242.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema76,data};
(vErrors ??= []).push(err1);
errors++;
}
validate240.errors = vErrors;
return errors === 0;
}


function validate246(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern20.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!(?:.*\\.)?(?:value|scope|secret|__proto__)(?:\\.|$))[A-Za-z0-9_][A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$"},parentSchema:schema59,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema59,data};
(vErrors ??= []).push(err1);
errors++;
}
validate246.errors = vErrors;
return errors === 0;
}

const schema79 = {"type":"object","properties":{"required":{"type":"boolean"},"default":{"$ref":"shared#/definitions/data"},"description":{"$ref":"shared#/definitions/text"},"type":{"type":"string","enum":["string","number","integer","boolean","array","object"]},"enum":{"type":"array","minItems":1,"items":{"$ref":"shared#/definitions/data"}},"pattern":{"type":"string"},"format":{"$ref":"shared#/definitions/text"},"minLength":{"type":"integer","minimum":0},"maxLength":{"type":"integer","minimum":0},"minimum":{"type":"number"},"maximum":{"type":"number"},"exclusiveMinimum":{"type":"number"},"exclusiveMaximum":{"type":"number"},"multipleOf":{"type":"number","exclusiveMinimum":0},"items":{"type":"object","additionalProperties":true},"minItems":{"type":"integer","minimum":0},"maxItems":{"type":"integer","minimum":0},"uniqueItems":{"type":"boolean"},"properties":{"type":"object","additionalProperties":true},"additionalProperties":{"anyOf":[{"type":"boolean"},{"type":"object","additionalProperties":true}]}},"additionalProperties":false};

function validate249(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if((((!data || typeof data != "object") && (typeof data !== "string")) && (!((typeof data == "number") && (isFinite(data))))) && (typeof data !== "boolean")){
const err0 = {instancePath,keyword:"type",params:{type: schema63.type},parentSchema:schema63,data};
(vErrors ??= []).push(err0);
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate190(data[i0], instancePath+"/" + i0))){
vErrors = vErrors === null ? validate190.errors : vErrors.concat(validate190.errors);
errors = vErrors.length;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(validate190(data[key0], instancePath+"/" + pointerSegment(key0)))){
vErrors = vErrors === null ? validate190.errors : vErrors.concat(validate190.errors);
errors = vErrors.length;
}
}
}
validate249.errors = vErrors;
return errors === 0;
}


function validate248(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func2.call(schema79.properties, key0))){
const err0 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema79,data};
(vErrors ??= []).push(err0);
errors++;
}
}
if(data.required !== undefined){
let data0 = data.required;
if(typeof data0 !== "boolean"){
const err1 = {instancePath:instancePath+"/required",keyword:"type",params:{type: "boolean"},parentSchema:schema79.properties.required,data:data0};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.default !== undefined){
if(!(validate249(data.default, instancePath+"/default"))){
vErrors = vErrors === null ? validate249.errors : vErrors.concat(validate249.errors);
errors = vErrors.length;
}
}
if(data.description !== undefined){
if(!(validate236(data.description, instancePath+"/description"))){
vErrors = vErrors === null ? validate236.errors : vErrors.concat(validate236.errors);
errors = vErrors.length;
}
}
if(data.type !== undefined){
let data3 = data.type;
if(typeof data3 !== "string"){
const err2 = {instancePath:instancePath+"/type",keyword:"type",params:{type: "string"},parentSchema:schema79.properties.type,data:data3};
(vErrors ??= []).push(err2);
errors++;
}
if(!((((((data3 === "string") || (data3 === "number")) || (data3 === "integer")) || (data3 === "boolean")) || (data3 === "array")) || (data3 === "object"))){
const err3 = {instancePath:instancePath+"/type",keyword:"enum",params:{allowedValues: schema79.properties.type.enum},parentSchema:schema79.properties.type,data:data3};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.enum !== undefined){
let data4 = data.enum;
if(Array.isArray(data4)){
if(data4.length < 1){
const err4 = {instancePath:instancePath+"/enum",keyword:"minItems",params:{limit: 1},parentSchema:schema79.properties.enum,data:data4};
(vErrors ??= []).push(err4);
errors++;
}
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(!(validate249(data4[i0], instancePath+"/enum/" + i0))){
vErrors = vErrors === null ? validate249.errors : vErrors.concat(validate249.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath:instancePath+"/enum",keyword:"type",params:{type: "array"},parentSchema:schema79.properties.enum,data:data4};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.pattern !== undefined){
let data6 = data.pattern;
if(typeof data6 !== "string"){
const err6 = {instancePath:instancePath+"/pattern",keyword:"type",params:{type: "string"},parentSchema:schema79.properties.pattern,data:data6};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.format !== undefined){
if(!(validate236(data.format, instancePath+"/format"))){
vErrors = vErrors === null ? validate236.errors : vErrors.concat(validate236.errors);
errors = vErrors.length;
}
}
if(data.minLength !== undefined){
let data8 = data.minLength;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err7 = {instancePath:instancePath+"/minLength",keyword:"type",params:{type: "integer"},parentSchema:schema79.properties.minLength,data:data8};
(vErrors ??= []).push(err7);
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
const err8 = {instancePath:instancePath+"/minLength",keyword:"minimum",params:{comparison: ">=", limit: 0},parentSchema:schema79.properties.minLength,data:data8};
(vErrors ??= []).push(err8);
errors++;
}
}
}
if(data.maxLength !== undefined){
let data9 = data.maxLength;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err9 = {instancePath:instancePath+"/maxLength",keyword:"type",params:{type: "integer"},parentSchema:schema79.properties.maxLength,data:data9};
(vErrors ??= []).push(err9);
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
const err10 = {instancePath:instancePath+"/maxLength",keyword:"minimum",params:{comparison: ">=", limit: 0},parentSchema:schema79.properties.maxLength,data:data9};
(vErrors ??= []).push(err10);
errors++;
}
}
}
if(data.minimum !== undefined){
let data10 = data.minimum;
if(!((typeof data10 == "number") && (isFinite(data10)))){
const err11 = {instancePath:instancePath+"/minimum",keyword:"type",params:{type: "number"},parentSchema:schema79.properties.minimum,data:data10};
(vErrors ??= []).push(err11);
errors++;
}
}
if(data.maximum !== undefined){
let data11 = data.maximum;
if(!((typeof data11 == "number") && (isFinite(data11)))){
const err12 = {instancePath:instancePath+"/maximum",keyword:"type",params:{type: "number"},parentSchema:schema79.properties.maximum,data:data11};
(vErrors ??= []).push(err12);
errors++;
}
}
if(data.exclusiveMinimum !== undefined){
let data12 = data.exclusiveMinimum;
if(!((typeof data12 == "number") && (isFinite(data12)))){
const err13 = {instancePath:instancePath+"/exclusiveMinimum",keyword:"type",params:{type: "number"},parentSchema:schema79.properties.exclusiveMinimum,data:data12};
(vErrors ??= []).push(err13);
errors++;
}
}
if(data.exclusiveMaximum !== undefined){
let data13 = data.exclusiveMaximum;
if(!((typeof data13 == "number") && (isFinite(data13)))){
const err14 = {instancePath:instancePath+"/exclusiveMaximum",keyword:"type",params:{type: "number"},parentSchema:schema79.properties.exclusiveMaximum,data:data13};
(vErrors ??= []).push(err14);
errors++;
}
}
if(data.multipleOf !== undefined){
let data14 = data.multipleOf;
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 <= 0 || isNaN(data14)){
const err15 = {instancePath:instancePath+"/multipleOf",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},parentSchema:schema79.properties.multipleOf,data:data14};
(vErrors ??= []).push(err15);
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/multipleOf",keyword:"type",params:{type: "number"},parentSchema:schema79.properties.multipleOf,data:data14};
(vErrors ??= []).push(err16);
errors++;
}
}
if(data.items !== undefined){
let data15 = data.items;
if(!(data15 && typeof data15 == "object" && !Array.isArray(data15))){
const err17 = {instancePath:instancePath+"/items",keyword:"type",params:{type: "object"},parentSchema:schema79.properties.items,data:data15};
(vErrors ??= []).push(err17);
errors++;
}
}
if(data.minItems !== undefined){
let data16 = data.minItems;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
const err18 = {instancePath:instancePath+"/minItems",keyword:"type",params:{type: "integer"},parentSchema:schema79.properties.minItems,data:data16};
(vErrors ??= []).push(err18);
errors++;
}
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 < 0 || isNaN(data16)){
const err19 = {instancePath:instancePath+"/minItems",keyword:"minimum",params:{comparison: ">=", limit: 0},parentSchema:schema79.properties.minItems,data:data16};
(vErrors ??= []).push(err19);
errors++;
}
}
}
if(data.maxItems !== undefined){
let data17 = data.maxItems;
if(!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))){
const err20 = {instancePath:instancePath+"/maxItems",keyword:"type",params:{type: "integer"},parentSchema:schema79.properties.maxItems,data:data17};
(vErrors ??= []).push(err20);
errors++;
}
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 < 0 || isNaN(data17)){
const err21 = {instancePath:instancePath+"/maxItems",keyword:"minimum",params:{comparison: ">=", limit: 0},parentSchema:schema79.properties.maxItems,data:data17};
(vErrors ??= []).push(err21);
errors++;
}
}
}
if(data.uniqueItems !== undefined){
let data18 = data.uniqueItems;
if(typeof data18 !== "boolean"){
const err22 = {instancePath:instancePath+"/uniqueItems",keyword:"type",params:{type: "boolean"},parentSchema:schema79.properties.uniqueItems,data:data18};
(vErrors ??= []).push(err22);
errors++;
}
}
if(data.properties !== undefined){
let data19 = data.properties;
if(!(data19 && typeof data19 == "object" && !Array.isArray(data19))){
const err23 = {instancePath:instancePath+"/properties",keyword:"type",params:{type: "object"},parentSchema:schema79.properties.properties,data:data19};
(vErrors ??= []).push(err23);
errors++;
}
}
if(data.additionalProperties !== undefined){
let data20 = data.additionalProperties;
const _errs41 = errors;
let valid3 = false;
const _errs42 = errors;
if(typeof data20 !== "boolean"){
const err24 = {instancePath:instancePath+"/additionalProperties",keyword:"type",params:{type: "boolean"},parentSchema:schema79.properties.additionalProperties.anyOf[0],data:data20};
(vErrors ??= []).push(err24);
errors++;
}
var _valid0 = _errs42 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
const _errs44 = errors;
if(!(data20 && typeof data20 == "object" && !Array.isArray(data20))){
const err25 = {instancePath:instancePath+"/additionalProperties",keyword:"type",params:{type: "object"},parentSchema:schema79.properties.additionalProperties.anyOf[1],data:data20};
(vErrors ??= []).push(err25);
errors++;
}
var _valid0 = _errs44 === errors;
valid3 = valid3 || _valid0;
}
if(!valid3){
const err26 = {instancePath:instancePath+"/additionalProperties",keyword:"anyOf",params:{},parentSchema:schema79.properties.additionalProperties,data:data20};
(vErrors ??= []).push(err26);
errors++;
}
else {
errors = _errs41;
if(vErrors !== null){
if(_errs41){
vErrors.length = _errs41;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err27 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema79,data};
(vErrors ??= []).push(err27);
errors++;
}
validate248.errors = vErrors;
return errors === 0;
}


function validate257(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(!(validate185(key0, instancePath))){
vErrors = vErrors === null ? validate185.errors : vErrors.concat(validate185.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err0 = {instancePath,keyword:"propertyNames",params:{propertyName: key0},parentSchema:schema58,data};
(vErrors ??= []).push(err0);
errors++;
}
}
for(const key1 in data){
if(!(validate187(data[key1], instancePath+"/" + pointerSegment(key1)))){
vErrors = vErrors === null ? validate187.errors : vErrors.concat(validate187.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema58,data};
(vErrors ??= []).push(err1);
errors++;
}
validate257.errors = vErrors;
return errors === 0;
}

const schema82 = {"type":"object","properties":{"id":{"$ref":"shared#/definitions/name"},"name":{"$ref":"shared#/definitions/text"},"uses":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,63})*$","patternErrorMessage":"a step kind is a name, or names joined by `/`, such as `script` or `aws/ecs-deploy`"},"roles":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/name"}},"with":{"type":"object","additionalProperties":true},"package":{"$ref":"#/definitions/stepPackage"},"needs":{"$ref":"shared#/definitions/nameList"},"run":{"type":"string","enum":["success","failure","always"]},"when":{"$ref":"shared#/definitions/text"},"scope":{"$ref":"#/definitions/stepScope"},"timeout":{"$ref":"shared#/definitions/duration"},"retry":{"type":"object","properties":{"attempts":{"type":"integer","minimum":1,"maximum":100},"backoff":{"$ref":"shared#/definitions/duration"}},"additionalProperties":false},"optional":{"type":"boolean"},"idempotent":{"type":"boolean"},"rolling":{"type":"object","properties":{"window":{"type":"integer","minimum":1}},"required":["window"],"additionalProperties":false},"group":{"$ref":"shared#/definitions/name"},"once":{"type":"string","enum":["before","after"]}},"required":["id","uses"],"additionalProperties":false};
const schema83 = {"type":"object","properties":{"id":{"$ref":"shared#/definitions/template"},"feed":{"$ref":"shared#/definitions/name"},"version":{"$ref":"shared#/definitions/template"}},"required":["id"],"additionalProperties":false};

function validate266(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\S"},parentSchema:schema8,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema8,data};
(vErrors ??= []).push(err1);
errors++;
}
validate266.errors = vErrors;
return errors === 0;
}


function validate265(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "id"},parentSchema:schema83,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!(((key0 === "id") || (key0 === "feed")) || (key0 === "version"))){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema83,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.id !== undefined){
if(!(validate266(data.id, instancePath+"/id"))){
vErrors = vErrors === null ? validate266.errors : vErrors.concat(validate266.errors);
errors = vErrors.length;
}
}
if(data.feed !== undefined){
if(!(validate234(data.feed, instancePath+"/feed"))){
vErrors = vErrors === null ? validate234.errors : vErrors.concat(validate234.errors);
errors = vErrors.length;
}
}
if(data.version !== undefined){
if(!(validate266(data.version, instancePath+"/version"))){
vErrors = vErrors === null ? validate266.errors : vErrors.concat(validate266.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema83,data};
(vErrors ??= []).push(err2);
errors++;
}
validate265.errors = vErrors;
return errors === 0;
}

const schema85 = {"type":"array","items":{"type":"string","$ref":"#/definitions/name"},"uniqueItems":true};

function validate271(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 !== "string"){
const err0 = {instancePath:instancePath+"/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema85.items,data:data0};
(vErrors ??= []).push(err0);
errors++;
}
if(!(validate86(data0, instancePath+"/" + i0))){
vErrors = vErrors === null ? validate86.errors : vErrors.concat(validate86.errors);
errors = vErrors.length;
}
}
let i1 = data.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err1 = {instancePath,keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema85,data};
(vErrors ??= []).push(err1);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err2 = {instancePath,keyword:"type",params:{type: "array"},parentSchema:schema85,data};
(vErrors ??= []).push(err2);
errors++;
}
validate271.errors = vErrors;
return errors === 0;
}

const schema86 = {"type":"object","properties":{"environments":{"$ref":"shared#/definitions/nameList"},"tenants":{"$ref":"shared#/definitions/tenantSelector"},"channels":{"$ref":"shared#/definitions/nameList"},"not":{"$ref":"shared#/definitions/scope"}},"additionalProperties":false};

function validate277(data, instancePath = ""){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(typeof data !== "string"){
const err0 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema40.anyOf[0],data};
(vErrors ??= []).push(err0);
errors++;
}
if(!(data === "all")){
const err1 = {instancePath,keyword:"enum",params:{allowedValues: schema40.anyOf[0].enum},parentSchema:schema40.anyOf[0],data};
(vErrors ??= []).push(err1);
errors++;
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs3 = errors;
if(Array.isArray(data)){
if(data.length < 1){
const err2 = {instancePath,keyword:"minItems",params:{limit: 1},parentSchema:schema40.anyOf[1],data};
(vErrors ??= []).push(err2);
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate132(data[i0], instancePath+"/" + i0))){
vErrors = vErrors === null ? validate132.errors : vErrors.concat(validate132.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "array"},parentSchema:schema40.anyOf[1],data};
(vErrors ??= []).push(err3);
errors++;
}
var _valid0 = _errs3 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs6 = errors;
if(!(validate134(data, instancePath))){
vErrors = vErrors === null ? validate134.errors : vErrors.concat(validate134.errors);
errors = vErrors.length;
}
var _valid0 = _errs6 === errors;
valid0 = valid0 || _valid0;
}
}
if(!valid0){
const err4 = {instancePath,keyword:"anyOf",params:{},parentSchema:schema40,data};
(vErrors ??= []).push(err4);
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate277.errors = vErrors;
return errors === 0;
}


function validate282(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length < 1){
const err0 = {instancePath,keyword:"minProperties",params:{limit: 1},parentSchema:schema65,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema65.properties, key0))){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema65,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.step !== undefined){
if(!(validate200(data.step, instancePath+"/step"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.target !== undefined){
if(!(validate200(data.target, instancePath+"/target"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.role !== undefined){
if(!(validate200(data.role, instancePath+"/role"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.tenant !== undefined){
if(!(validate200(data.tenant, instancePath+"/tenant"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.tag !== undefined){
if(!(validate207(data.tag, instancePath+"/tag"))){
vErrors = vErrors === null ? validate207.errors : vErrors.concat(validate207.errors);
errors = vErrors.length;
}
}
if(data.environment !== undefined){
if(!(validate200(data.environment, instancePath+"/environment"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.channel !== undefined){
if(!(validate200(data.channel, instancePath+"/channel"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.project !== undefined){
if(!(validate200(data.project, instancePath+"/project"))){
vErrors = vErrors === null ? validate200.errors : vErrors.concat(validate200.errors);
errors = vErrors.length;
}
}
if(data.not !== undefined){
if(!(validate199(data.not, instancePath+"/not"))){
vErrors = vErrors === null ? validate199.errors : vErrors.concat(validate199.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema65,data};
(vErrors ??= []).push(err2);
errors++;
}
validate282.errors = vErrors;
return errors === 0;
}


function validate275(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "environments") || (key0 === "tenants")) || (key0 === "channels")) || (key0 === "not"))){
const err0 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema86,data};
(vErrors ??= []).push(err0);
errors++;
}
}
if(data.environments !== undefined){
if(!(validate271(data.environments, instancePath+"/environments"))){
vErrors = vErrors === null ? validate271.errors : vErrors.concat(validate271.errors);
errors = vErrors.length;
}
}
if(data.tenants !== undefined){
if(!(validate277(data.tenants, instancePath+"/tenants"))){
vErrors = vErrors === null ? validate277.errors : vErrors.concat(validate277.errors);
errors = vErrors.length;
}
}
if(data.channels !== undefined){
if(!(validate271(data.channels, instancePath+"/channels"))){
vErrors = vErrors === null ? validate271.errors : vErrors.concat(validate271.errors);
errors = vErrors.length;
}
}
if(data.not !== undefined){
if(!(validate282(data.not, instancePath+"/not"))){
vErrors = vErrors === null ? validate282.errors : vErrors.concat(validate282.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema86,data};
(vErrors ??= []).push(err1);
errors++;
}
validate275.errors = vErrors;
return errors === 0;
}


function validate294(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern2.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?=[0-9])(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$"},schema:"^(?=[0-9])(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$",parentSchema:schema13,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema13,data};
(vErrors ??= []).push(err1);
errors++;
}
validate294.errors = vErrors;
return errors === 0;
}

const pattern28 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,63})*$", "u");

function validate261(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "id"},parentSchema:schema82,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.uses === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "uses"},parentSchema:schema82,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema82.properties, key0))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema82,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.id !== undefined){
if(!(validate234(data.id, instancePath+"/id"))){
vErrors = vErrors === null ? validate234.errors : vErrors.concat(validate234.errors);
errors = vErrors.length;
}
}
if(data.name !== undefined){
if(!(validate236(data.name, instancePath+"/name"))){
vErrors = vErrors === null ? validate236.errors : vErrors.concat(validate236.errors);
errors = vErrors.length;
}
}
if(data.uses !== undefined){
let data2 = data.uses;
if(typeof data2 === "string"){
if(!pattern28.test(data2)){
const err3 = {instancePath:instancePath+"/uses",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,63})*$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,63})*$",parentSchema:schema82.properties.uses,data:data2};
(vErrors ??= []).push(err3);
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/uses",keyword:"type",params:{type: "string"},parentSchema:schema82.properties.uses,data:data2};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.roles !== undefined){
let data3 = data.roles;
if(Array.isArray(data3)){
if(data3.length < 1){
const err5 = {instancePath:instancePath+"/roles",keyword:"minItems",params:{limit: 1},parentSchema:schema82.properties.roles,data:data3};
(vErrors ??= []).push(err5);
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 !== "string"){
const err6 = {instancePath:instancePath+"/roles/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema82.properties.roles.items,data:data4};
(vErrors ??= []).push(err6);
errors++;
}
if(!(validate234(data4, instancePath+"/roles/" + i0))){
vErrors = vErrors === null ? validate234.errors : vErrors.concat(validate234.errors);
errors = vErrors.length;
}
}
let i1 = data3.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data3[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err7 = {instancePath:instancePath+"/roles",keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema82.properties.roles,data:data3};
(vErrors ??= []).push(err7);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err8 = {instancePath:instancePath+"/roles",keyword:"type",params:{type: "array"},parentSchema:schema82.properties.roles,data:data3};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.with !== undefined){
let data5 = data.with;
if(!(data5 && typeof data5 == "object" && !Array.isArray(data5))){
const err9 = {instancePath:instancePath+"/with",keyword:"type",params:{type: "object"},parentSchema:schema82.properties.with,data:data5};
(vErrors ??= []).push(err9);
errors++;
}
}
if(data.package !== undefined){
if(!(validate265(data.package, instancePath+"/package"))){
vErrors = vErrors === null ? validate265.errors : vErrors.concat(validate265.errors);
errors = vErrors.length;
}
}
if(data.needs !== undefined){
if(!(validate271(data.needs, instancePath+"/needs"))){
vErrors = vErrors === null ? validate271.errors : vErrors.concat(validate271.errors);
errors = vErrors.length;
}
}
if(data.run !== undefined){
let data8 = data.run;
if(typeof data8 !== "string"){
const err10 = {instancePath:instancePath+"/run",keyword:"type",params:{type: "string"},parentSchema:schema82.properties.run,data:data8};
(vErrors ??= []).push(err10);
errors++;
}
if(!(((data8 === "success") || (data8 === "failure")) || (data8 === "always"))){
const err11 = {instancePath:instancePath+"/run",keyword:"enum",params:{allowedValues: schema82.properties.run.enum},parentSchema:schema82.properties.run,data:data8};
(vErrors ??= []).push(err11);
errors++;
}
}
if(data.when !== undefined){
if(!(validate236(data.when, instancePath+"/when"))){
vErrors = vErrors === null ? validate236.errors : vErrors.concat(validate236.errors);
errors = vErrors.length;
}
}
if(data.scope !== undefined){
if(!(validate275(data.scope, instancePath+"/scope"))){
vErrors = vErrors === null ? validate275.errors : vErrors.concat(validate275.errors);
errors = vErrors.length;
}
}
if(data.timeout !== undefined){
if(!(validate294(data.timeout, instancePath+"/timeout"))){
vErrors = vErrors === null ? validate294.errors : vErrors.concat(validate294.errors);
errors = vErrors.length;
}
}
if(data.retry !== undefined){
let data12 = data.retry;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key1 in data12){
if(!((key1 === "attempts") || (key1 === "backoff"))){
const err12 = {instancePath:instancePath+"/retry",keyword:"additionalProperties",params:{additionalProperty: key1},parentSchema:schema82.properties.retry,data:data12};
(vErrors ??= []).push(err12);
errors++;
}
}
if(data12.attempts !== undefined){
let data13 = data12.attempts;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err13 = {instancePath:instancePath+"/retry/attempts",keyword:"type",params:{type: "integer"},parentSchema:schema82.properties.retry.properties.attempts,data:data13};
(vErrors ??= []).push(err13);
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 100 || isNaN(data13)){
const err14 = {instancePath:instancePath+"/retry/attempts",keyword:"maximum",params:{comparison: "<=", limit: 100},parentSchema:schema82.properties.retry.properties.attempts,data:data13};
(vErrors ??= []).push(err14);
errors++;
}
if(data13 < 1 || isNaN(data13)){
const err15 = {instancePath:instancePath+"/retry/attempts",keyword:"minimum",params:{comparison: ">=", limit: 1},parentSchema:schema82.properties.retry.properties.attempts,data:data13};
(vErrors ??= []).push(err15);
errors++;
}
}
}
if(data12.backoff !== undefined){
if(!(validate294(data12.backoff, instancePath+"/retry/backoff"))){
vErrors = vErrors === null ? validate294.errors : vErrors.concat(validate294.errors);
errors = vErrors.length;
}
}
}
else {
const err16 = {instancePath:instancePath+"/retry",keyword:"type",params:{type: "object"},parentSchema:schema82.properties.retry,data:data12};
(vErrors ??= []).push(err16);
errors++;
}
}
if(data.optional !== undefined){
let data15 = data.optional;
if(typeof data15 !== "boolean"){
const err17 = {instancePath:instancePath+"/optional",keyword:"type",params:{type: "boolean"},parentSchema:schema82.properties.optional,data:data15};
(vErrors ??= []).push(err17);
errors++;
}
}
if(data.idempotent !== undefined){
let data16 = data.idempotent;
if(typeof data16 !== "boolean"){
const err18 = {instancePath:instancePath+"/idempotent",keyword:"type",params:{type: "boolean"},parentSchema:schema82.properties.idempotent,data:data16};
(vErrors ??= []).push(err18);
errors++;
}
}
if(data.rolling !== undefined){
let data17 = data.rolling;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
if(data17.window === undefined){
const err19 = {instancePath:instancePath+"/rolling",keyword:"required",params:{missingProperty: "window"},parentSchema:schema82.properties.rolling,data:data17};
(vErrors ??= []).push(err19);
errors++;
}
for(const key2 in data17){
if(!(key2 === "window")){
const err20 = {instancePath:instancePath+"/rolling",keyword:"additionalProperties",params:{additionalProperty: key2},parentSchema:schema82.properties.rolling,data:data17};
(vErrors ??= []).push(err20);
errors++;
}
}
if(data17.window !== undefined){
let data18 = data17.window;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
const err21 = {instancePath:instancePath+"/rolling/window",keyword:"type",params:{type: "integer"},parentSchema:schema82.properties.rolling.properties.window,data:data18};
(vErrors ??= []).push(err21);
errors++;
}
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 1 || isNaN(data18)){
const err22 = {instancePath:instancePath+"/rolling/window",keyword:"minimum",params:{comparison: ">=", limit: 1},parentSchema:schema82.properties.rolling.properties.window,data:data18};
(vErrors ??= []).push(err22);
errors++;
}
}
}
}
else {
const err23 = {instancePath:instancePath+"/rolling",keyword:"type",params:{type: "object"},parentSchema:schema82.properties.rolling,data:data17};
(vErrors ??= []).push(err23);
errors++;
}
}
if(data.group !== undefined){
if(!(validate234(data.group, instancePath+"/group"))){
vErrors = vErrors === null ? validate234.errors : vErrors.concat(validate234.errors);
errors = vErrors.length;
}
}
if(data.once !== undefined){
let data20 = data.once;
if(typeof data20 !== "string"){
const err24 = {instancePath:instancePath+"/once",keyword:"type",params:{type: "string"},parentSchema:schema82.properties.once,data:data20};
(vErrors ??= []).push(err24);
errors++;
}
if(!((data20 === "before") || (data20 === "after"))){
const err25 = {instancePath:instancePath+"/once",keyword:"enum",params:{allowedValues: schema82.properties.once.enum},parentSchema:schema82.properties.once,data:data20};
(vErrors ??= []).push(err25);
errors++;
}
}
}
else {
const err26 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema82,data};
(vErrors ??= []).push(err26);
errors++;
}
validate261.errors = vErrors;
return errors === 0;
}


function validate233(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.project === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "project"},parentSchema:schema73,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.steps === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "steps"},parentSchema:schema73,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "project") || (key0 === "name")) || (key0 === "lifecycle")) || (key0 === "tenancy")) || (key0 === "channels")) || (key0 === "inputs")) || (key0 === "variables")) || (key0 === "steps"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema73,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.project !== undefined){
if(!(validate234(data.project, instancePath+"/project"))){
vErrors = vErrors === null ? validate234.errors : vErrors.concat(validate234.errors);
errors = vErrors.length;
}
}
if(data.name !== undefined){
if(!(validate236(data.name, instancePath+"/name"))){
vErrors = vErrors === null ? validate236.errors : vErrors.concat(validate236.errors);
errors = vErrors.length;
}
}
if(data.lifecycle !== undefined){
if(!(validate234(data.lifecycle, instancePath+"/lifecycle"))){
vErrors = vErrors === null ? validate234.errors : vErrors.concat(validate234.errors);
errors = vErrors.length;
}
}
if(data.tenancy !== undefined){
let data3 = data.tenancy;
if(typeof data3 !== "string"){
const err3 = {instancePath:instancePath+"/tenancy",keyword:"type",params:{type: "string"},parentSchema:schema73.properties.tenancy,data:data3};
(vErrors ??= []).push(err3);
errors++;
}
if(!(((data3 === "tenanted") || (data3 === "untenanted")) || (data3 === "either"))){
const err4 = {instancePath:instancePath+"/tenancy",keyword:"enum",params:{allowedValues: schema73.properties.tenancy.enum},parentSchema:schema73.properties.tenancy,data:data3};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.channels !== undefined){
let data4 = data.channels;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key1 in data4){
const _errs9 = errors;
if(!(validate234(key1, instancePath+"/channels"))){
vErrors = vErrors === null ? validate234.errors : vErrors.concat(validate234.errors);
errors = vErrors.length;
}
var valid1 = _errs9 === errors;
if(!valid1){
const err5 = {instancePath:instancePath+"/channels",keyword:"propertyNames",params:{propertyName: key1},parentSchema:schema73.properties.channels,data:data4};
(vErrors ??= []).push(err5);
errors++;
}
}
for(const key2 in data4){
if(!(validate240(data4[key2], instancePath+"/channels/" + pointerSegment(key2)))){
vErrors = vErrors === null ? validate240.errors : vErrors.concat(validate240.errors);
errors = vErrors.length;
}
}
}
else {
const err6 = {instancePath:instancePath+"/channels",keyword:"type",params:{type: "object"},parentSchema:schema73.properties.channels,data:data4};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.inputs !== undefined){
let data6 = data.inputs;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key3 in data6){
const _errs14 = errors;
if(!(validate246(key3, instancePath+"/inputs"))){
vErrors = vErrors === null ? validate246.errors : vErrors.concat(validate246.errors);
errors = vErrors.length;
}
var valid3 = _errs14 === errors;
if(!valid3){
const err7 = {instancePath:instancePath+"/inputs",keyword:"propertyNames",params:{propertyName: key3},parentSchema:schema73.properties.inputs,data:data6};
(vErrors ??= []).push(err7);
errors++;
}
}
for(const key4 in data6){
if(!(validate248(data6[key4], instancePath+"/inputs/" + pointerSegment(key4)))){
vErrors = vErrors === null ? validate248.errors : vErrors.concat(validate248.errors);
errors = vErrors.length;
}
}
}
else {
const err8 = {instancePath:instancePath+"/inputs",keyword:"type",params:{type: "object"},parentSchema:schema73.properties.inputs,data:data6};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.variables !== undefined){
if(!(validate257(data.variables, instancePath+"/variables"))){
vErrors = vErrors === null ? validate257.errors : vErrors.concat(validate257.errors);
errors = vErrors.length;
}
}
if(data.steps !== undefined){
let data9 = data.steps;
if(Array.isArray(data9)){
if(data9.length < 1){
const err9 = {instancePath:instancePath+"/steps",keyword:"minItems",params:{limit: 1},parentSchema:schema73.properties.steps,data:data9};
(vErrors ??= []).push(err9);
errors++;
}
const len0 = data9.length;
for(let i0=0; i0<len0; i0++){
if(!(validate261(data9[i0], instancePath+"/steps/" + i0))){
vErrors = vErrors === null ? validate261.errors : vErrors.concat(validate261.errors);
errors = vErrors.length;
}
}
}
else {
const err10 = {instancePath:instancePath+"/steps",keyword:"type",params:{type: "array"},parentSchema:schema73.properties.steps,data:data9};
(vErrors ??= []).push(err10);
errors++;
}
}
}
else {
const err11 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema73,data};
(vErrors ??= []).push(err11);
errors++;
}
validate233.errors = vErrors;
return errors === 0;
}

const release = validate299;
const schema90 = {"type":"object","properties":{"release":{"$ref":"shared#/definitions/name"},"project":{"$ref":"shared#/definitions/name"},"version":{"$ref":"shared#/definitions/version"},"channel":{"$ref":"shared#/definitions/name"},"versions":{"$ref":"shared#/definitions/versions"},"packages":{"$ref":"shared#/definitions/packages"},"environments":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","$ref":"shared#/definitions/name"}},"tenants":{"$ref":"shared#/definitions/tenantSelector"},"waves":{"type":"array","minItems":1,"items":{"$ref":"#/definitions/wave"}},"onFailure":{"type":"string","enum":["halt","continue","undo"]},"skip":{"type":"array","uniqueItems":true,"items":{"type":"string","$ref":"#/definitions/stepPath"}},"variables":{"$ref":"shared#/definitions/variables"},"overrides":{"type":"array","items":{"$ref":"#/definitions/override"}}},"required":["release","project","version","environments"],"additionalProperties":false,"definitions":{"stepPath":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,63})*$","patternErrorMessage":"a step path is an id, or ids joined by `/`, such as `web` or `web/database`"},"wave":{"type":"object","properties":{"name":{"$ref":"shared#/definitions/name"},"tenants":{"$ref":"shared#/definitions/tenantSelector"},"approve":{"type":"boolean"},"soak":{"$ref":"shared#/definitions/duration"},"concurrency":{"type":"integer","minimum":1},"budget":{"type":"object","properties":{"tenants":{"type":"integer","minimum":0},"percent":{"type":"number","minimum":0,"maximum":100}},"minProperties":1,"additionalProperties":false}},"required":["name"],"additionalProperties":false},"override":{"type":"object","properties":{"tenants":{"$ref":"shared#/definitions/tenantSelector"},"packages":{"$ref":"shared#/definitions/packages"},"versions":{"$ref":"shared#/definitions/versions"},"variables":{"$ref":"shared#/definitions/variables"}},"required":["tenants"],"minProperties":2,"additionalProperties":false}}};

function validate300(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern1.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},schema:"^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",parentSchema:schema9,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema9,data};
(vErrors ??= []).push(err1);
errors++;
}
validate300.errors = vErrors;
return errors === 0;
}

const schema92 = {"type":"string","pattern":"^[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}$","patternErrorMessage":"a version holds letters, digits, `.`, `-`, `+` and `_` only, starts with a letter or digit, and has at most 100 characters"};
const pattern32 = new RegExp("^[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}$", "u");

function validate303(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern32.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}$"},schema:"^[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}$",parentSchema:schema92,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema92,data};
(vErrors ??= []).push(err1);
errors++;
}
validate303.errors = vErrors;
return errors === 0;
}

const schema93 = {"type":"object","propertyNames":{"$ref":"#/definitions/name"},"additionalProperties":{"$ref":"#/definitions/version"}};

function validate308(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern32.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}$"},schema:"^[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}$",parentSchema:schema92,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema92,data};
(vErrors ??= []).push(err1);
errors++;
}
validate308.errors = vErrors;
return errors === 0;
}


function validate306(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(!(validate86(key0, instancePath))){
vErrors = vErrors === null ? validate86.errors : vErrors.concat(validate86.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err0 = {instancePath,keyword:"propertyNames",params:{propertyName: key0},parentSchema:schema93,data};
(vErrors ??= []).push(err0);
errors++;
}
}
for(const key1 in data){
if(!(validate308(data[key1], instancePath+"/" + pointerSegment(key1)))){
vErrors = vErrors === null ? validate308.errors : vErrors.concat(validate308.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema93,data};
(vErrors ??= []).push(err1);
errors++;
}
validate306.errors = vErrors;
return errors === 0;
}


function validate311(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(typeof key0 === "string"){
if(!pattern21.test(key0)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!.*\\.\\.)[A-Za-z0-9@*?_][A-Za-z0-9@*?._/:-]{0,199}$"},schema:"^(?!.*\\.\\.)[A-Za-z0-9@*?_][A-Za-z0-9@*?._/:-]{0,199}$",parentSchema:schema68.propertyNames,data:key0,propertyName:key0};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema68.propertyNames,data:key0,propertyName:key0};
(vErrors ??= []).push(err1);
errors++;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err2 = {instancePath,keyword:"propertyNames",params:{propertyName: key0},parentSchema:schema68,data};
(vErrors ??= []).push(err2);
errors++;
}
}
for(const key1 in data){
if(!(validate223(data[key1], instancePath+"/" + pointerSegment(key1)))){
vErrors = vErrors === null ? validate223.errors : vErrors.concat(validate223.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema68,data};
(vErrors ??= []).push(err3);
errors++;
}
validate311.errors = vErrors;
return errors === 0;
}


function validate315(data, instancePath = ""){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(typeof data !== "string"){
const err0 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema40.anyOf[0],data};
(vErrors ??= []).push(err0);
errors++;
}
if(!(data === "all")){
const err1 = {instancePath,keyword:"enum",params:{allowedValues: schema40.anyOf[0].enum},parentSchema:schema40.anyOf[0],data};
(vErrors ??= []).push(err1);
errors++;
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs3 = errors;
if(Array.isArray(data)){
if(data.length < 1){
const err2 = {instancePath,keyword:"minItems",params:{limit: 1},parentSchema:schema40.anyOf[1],data};
(vErrors ??= []).push(err2);
errors++;
}
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate132(data[i0], instancePath+"/" + i0))){
vErrors = vErrors === null ? validate132.errors : vErrors.concat(validate132.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "array"},parentSchema:schema40.anyOf[1],data};
(vErrors ??= []).push(err3);
errors++;
}
var _valid0 = _errs3 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs6 = errors;
if(!(validate134(data, instancePath))){
vErrors = vErrors === null ? validate134.errors : vErrors.concat(validate134.errors);
errors = vErrors.length;
}
var _valid0 = _errs6 === errors;
valid0 = valid0 || _valid0;
}
}
if(!valid0){
const err4 = {instancePath,keyword:"anyOf",params:{},parentSchema:schema40,data};
(vErrors ??= []).push(err4);
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate315.errors = vErrors;
return errors === 0;
}

const schema97 = {"type":"object","properties":{"name":{"$ref":"shared#/definitions/name"},"tenants":{"$ref":"shared#/definitions/tenantSelector"},"approve":{"type":"boolean"},"soak":{"$ref":"shared#/definitions/duration"},"concurrency":{"type":"integer","minimum":1},"budget":{"type":"object","properties":{"tenants":{"type":"integer","minimum":0},"percent":{"type":"number","minimum":0,"maximum":100}},"minProperties":1,"additionalProperties":false}},"required":["name"],"additionalProperties":false};

function validate322(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern2.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?=[0-9])(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$"},schema:"^(?=[0-9])(?:[0-9]{1,6}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?$",parentSchema:schema13,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema13,data};
(vErrors ??= []).push(err1);
errors++;
}
validate322.errors = vErrors;
return errors === 0;
}


function validate319(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "name"},parentSchema:schema97,data};
(vErrors ??= []).push(err0);
errors++;
}
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "tenants")) || (key0 === "approve")) || (key0 === "soak")) || (key0 === "concurrency")) || (key0 === "budget"))){
const err1 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema97,data};
(vErrors ??= []).push(err1);
errors++;
}
}
if(data.name !== undefined){
if(!(validate300(data.name, instancePath+"/name"))){
vErrors = vErrors === null ? validate300.errors : vErrors.concat(validate300.errors);
errors = vErrors.length;
}
}
if(data.tenants !== undefined){
if(!(validate315(data.tenants, instancePath+"/tenants"))){
vErrors = vErrors === null ? validate315.errors : vErrors.concat(validate315.errors);
errors = vErrors.length;
}
}
if(data.approve !== undefined){
let data2 = data.approve;
if(typeof data2 !== "boolean"){
const err2 = {instancePath:instancePath+"/approve",keyword:"type",params:{type: "boolean"},parentSchema:schema97.properties.approve,data:data2};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.soak !== undefined){
if(!(validate322(data.soak, instancePath+"/soak"))){
vErrors = vErrors === null ? validate322.errors : vErrors.concat(validate322.errors);
errors = vErrors.length;
}
}
if(data.concurrency !== undefined){
let data4 = data.concurrency;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err3 = {instancePath:instancePath+"/concurrency",keyword:"type",params:{type: "integer"},parentSchema:schema97.properties.concurrency,data:data4};
(vErrors ??= []).push(err3);
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 1 || isNaN(data4)){
const err4 = {instancePath:instancePath+"/concurrency",keyword:"minimum",params:{comparison: ">=", limit: 1},parentSchema:schema97.properties.concurrency,data:data4};
(vErrors ??= []).push(err4);
errors++;
}
}
}
if(data.budget !== undefined){
let data5 = data.budget;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(Object.keys(data5).length < 1){
const err5 = {instancePath:instancePath+"/budget",keyword:"minProperties",params:{limit: 1},parentSchema:schema97.properties.budget,data:data5};
(vErrors ??= []).push(err5);
errors++;
}
for(const key1 in data5){
if(!((key1 === "tenants") || (key1 === "percent"))){
const err6 = {instancePath:instancePath+"/budget",keyword:"additionalProperties",params:{additionalProperty: key1},parentSchema:schema97.properties.budget,data:data5};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data5.tenants !== undefined){
let data6 = data5.tenants;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err7 = {instancePath:instancePath+"/budget/tenants",keyword:"type",params:{type: "integer"},parentSchema:schema97.properties.budget.properties.tenants,data:data6};
(vErrors ??= []).push(err7);
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
const err8 = {instancePath:instancePath+"/budget/tenants",keyword:"minimum",params:{comparison: ">=", limit: 0},parentSchema:schema97.properties.budget.properties.tenants,data:data6};
(vErrors ??= []).push(err8);
errors++;
}
}
}
if(data5.percent !== undefined){
let data7 = data5.percent;
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 100 || isNaN(data7)){
const err9 = {instancePath:instancePath+"/budget/percent",keyword:"maximum",params:{comparison: "<=", limit: 100},parentSchema:schema97.properties.budget.properties.percent,data:data7};
(vErrors ??= []).push(err9);
errors++;
}
if(data7 < 0 || isNaN(data7)){
const err10 = {instancePath:instancePath+"/budget/percent",keyword:"minimum",params:{comparison: ">=", limit: 0},parentSchema:schema97.properties.budget.properties.percent,data:data7};
(vErrors ??= []).push(err10);
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/budget/percent",keyword:"type",params:{type: "number"},parentSchema:schema97.properties.budget.properties.percent,data:data7};
(vErrors ??= []).push(err11);
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/budget",keyword:"type",params:{type: "object"},parentSchema:schema97.properties.budget,data:data5};
(vErrors ??= []).push(err12);
errors++;
}
}
}
else {
const err13 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema97,data};
(vErrors ??= []).push(err13);
errors++;
}
validate319.errors = vErrors;
return errors === 0;
}

const schema99 = {"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,63})*$","patternErrorMessage":"a step path is an id, or ids joined by `/`, such as `web` or `web/database`"};

function validate325(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern28.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,63})*$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,63})*$",parentSchema:schema99,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema99,data};
(vErrors ??= []).push(err1);
errors++;
}
validate325.errors = vErrors;
return errors === 0;
}


function validate327(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(!(validate185(key0, instancePath))){
vErrors = vErrors === null ? validate185.errors : vErrors.concat(validate185.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err0 = {instancePath,keyword:"propertyNames",params:{propertyName: key0},parentSchema:schema58,data};
(vErrors ??= []).push(err0);
errors++;
}
}
for(const key1 in data){
if(!(validate187(data[key1], instancePath+"/" + pointerSegment(key1)))){
vErrors = vErrors === null ? validate187.errors : vErrors.concat(validate187.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema58,data};
(vErrors ??= []).push(err1);
errors++;
}
validate327.errors = vErrors;
return errors === 0;
}

const schema101 = {"type":"object","properties":{"tenants":{"$ref":"shared#/definitions/tenantSelector"},"packages":{"$ref":"shared#/definitions/packages"},"versions":{"$ref":"shared#/definitions/versions"},"variables":{"$ref":"shared#/definitions/variables"}},"required":["tenants"],"minProperties":2,"additionalProperties":false};

function validate331(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length < 2){
const err0 = {instancePath,keyword:"minProperties",params:{limit: 2},parentSchema:schema101,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.tenants === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "tenants"},parentSchema:schema101,data};
(vErrors ??= []).push(err1);
errors++;
}
for(const key0 in data){
if(!((((key0 === "tenants") || (key0 === "packages")) || (key0 === "versions")) || (key0 === "variables"))){
const err2 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema101,data};
(vErrors ??= []).push(err2);
errors++;
}
}
if(data.tenants !== undefined){
if(!(validate315(data.tenants, instancePath+"/tenants"))){
vErrors = vErrors === null ? validate315.errors : vErrors.concat(validate315.errors);
errors = vErrors.length;
}
}
if(data.packages !== undefined){
if(!(validate311(data.packages, instancePath+"/packages"))){
vErrors = vErrors === null ? validate311.errors : vErrors.concat(validate311.errors);
errors = vErrors.length;
}
}
if(data.versions !== undefined){
if(!(validate306(data.versions, instancePath+"/versions"))){
vErrors = vErrors === null ? validate306.errors : vErrors.concat(validate306.errors);
errors = vErrors.length;
}
}
if(data.variables !== undefined){
if(!(validate327(data.variables, instancePath+"/variables"))){
vErrors = vErrors === null ? validate327.errors : vErrors.concat(validate327.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema101,data};
(vErrors ??= []).push(err3);
errors++;
}
validate331.errors = vErrors;
return errors === 0;
}


function validate299(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.release === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "release"},parentSchema:schema90,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.project === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "project"},parentSchema:schema90,data};
(vErrors ??= []).push(err1);
errors++;
}
if(data.version === undefined){
const err2 = {instancePath,keyword:"required",params:{missingProperty: "version"},parentSchema:schema90,data};
(vErrors ??= []).push(err2);
errors++;
}
if(data.environments === undefined){
const err3 = {instancePath,keyword:"required",params:{missingProperty: "environments"},parentSchema:schema90,data};
(vErrors ??= []).push(err3);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema90.properties, key0))){
const err4 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema90,data};
(vErrors ??= []).push(err4);
errors++;
}
}
if(data.release !== undefined){
if(!(validate300(data.release, instancePath+"/release"))){
vErrors = vErrors === null ? validate300.errors : vErrors.concat(validate300.errors);
errors = vErrors.length;
}
}
if(data.project !== undefined){
if(!(validate300(data.project, instancePath+"/project"))){
vErrors = vErrors === null ? validate300.errors : vErrors.concat(validate300.errors);
errors = vErrors.length;
}
}
if(data.version !== undefined){
if(!(validate303(data.version, instancePath+"/version"))){
vErrors = vErrors === null ? validate303.errors : vErrors.concat(validate303.errors);
errors = vErrors.length;
}
}
if(data.channel !== undefined){
if(!(validate300(data.channel, instancePath+"/channel"))){
vErrors = vErrors === null ? validate300.errors : vErrors.concat(validate300.errors);
errors = vErrors.length;
}
}
if(data.versions !== undefined){
if(!(validate306(data.versions, instancePath+"/versions"))){
vErrors = vErrors === null ? validate306.errors : vErrors.concat(validate306.errors);
errors = vErrors.length;
}
}
if(data.packages !== undefined){
if(!(validate311(data.packages, instancePath+"/packages"))){
vErrors = vErrors === null ? validate311.errors : vErrors.concat(validate311.errors);
errors = vErrors.length;
}
}
if(data.environments !== undefined){
let data6 = data.environments;
if(Array.isArray(data6)){
if(data6.length < 1){
const err5 = {instancePath:instancePath+"/environments",keyword:"minItems",params:{limit: 1},parentSchema:schema90.properties.environments,data:data6};
(vErrors ??= []).push(err5);
errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(typeof data7 !== "string"){
const err6 = {instancePath:instancePath+"/environments/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema90.properties.environments.items,data:data7};
(vErrors ??= []).push(err6);
errors++;
}
if(!(validate300(data7, instancePath+"/environments/" + i0))){
vErrors = vErrors === null ? validate300.errors : vErrors.concat(validate300.errors);
errors = vErrors.length;
}
}
let i1 = data6.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data6[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err7 = {instancePath:instancePath+"/environments",keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema90.properties.environments,data:data6};
(vErrors ??= []).push(err7);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err8 = {instancePath:instancePath+"/environments",keyword:"type",params:{type: "array"},parentSchema:schema90.properties.environments,data:data6};
(vErrors ??= []).push(err8);
errors++;
}
}
if(data.tenants !== undefined){
if(!(validate315(data.tenants, instancePath+"/tenants"))){
vErrors = vErrors === null ? validate315.errors : vErrors.concat(validate315.errors);
errors = vErrors.length;
}
}
if(data.waves !== undefined){
let data9 = data.waves;
if(Array.isArray(data9)){
if(data9.length < 1){
const err9 = {instancePath:instancePath+"/waves",keyword:"minItems",params:{limit: 1},parentSchema:schema90.properties.waves,data:data9};
(vErrors ??= []).push(err9);
errors++;
}
const len1 = data9.length;
for(let i2=0; i2<len1; i2++){
if(!(validate319(data9[i2], instancePath+"/waves/" + i2))){
vErrors = vErrors === null ? validate319.errors : vErrors.concat(validate319.errors);
errors = vErrors.length;
}
}
}
else {
const err10 = {instancePath:instancePath+"/waves",keyword:"type",params:{type: "array"},parentSchema:schema90.properties.waves,data:data9};
(vErrors ??= []).push(err10);
errors++;
}
}
if(data.onFailure !== undefined){
let data11 = data.onFailure;
if(typeof data11 !== "string"){
const err11 = {instancePath:instancePath+"/onFailure",keyword:"type",params:{type: "string"},parentSchema:schema90.properties.onFailure,data:data11};
(vErrors ??= []).push(err11);
errors++;
}
if(!(((data11 === "halt") || (data11 === "continue")) || (data11 === "undo"))){
const err12 = {instancePath:instancePath+"/onFailure",keyword:"enum",params:{allowedValues: schema90.properties.onFailure.enum},parentSchema:schema90.properties.onFailure,data:data11};
(vErrors ??= []).push(err12);
errors++;
}
}
if(data.skip !== undefined){
let data12 = data.skip;
if(Array.isArray(data12)){
const len2 = data12.length;
for(let i3=0; i3<len2; i3++){
let data13 = data12[i3];
if(typeof data13 !== "string"){
const err13 = {instancePath:instancePath+"/skip/" + i3,keyword:"type",params:{type: "string"},parentSchema:schema90.properties.skip.items,data:data13};
(vErrors ??= []).push(err13);
errors++;
}
if(!(validate325(data13, instancePath+"/skip/" + i3))){
vErrors = vErrors === null ? validate325.errors : vErrors.concat(validate325.errors);
errors = vErrors.length;
}
}
let i4 = data12.length;
let j1;
if(i4 > 1){
const indices1 = {};
for(;i4--;){
let item1 = data12[i4];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err14 = {instancePath:instancePath+"/skip",keyword:"uniqueItems",params:{i: i4, j: j1},parentSchema:schema90.properties.skip,data:data12};
(vErrors ??= []).push(err14);
errors++;
break;
}
indices1[item1] = i4;
}
}
}
else {
const err15 = {instancePath:instancePath+"/skip",keyword:"type",params:{type: "array"},parentSchema:schema90.properties.skip,data:data12};
(vErrors ??= []).push(err15);
errors++;
}
}
if(data.variables !== undefined){
if(!(validate327(data.variables, instancePath+"/variables"))){
vErrors = vErrors === null ? validate327.errors : vErrors.concat(validate327.errors);
errors = vErrors.length;
}
}
if(data.overrides !== undefined){
let data15 = data.overrides;
if(Array.isArray(data15)){
const len3 = data15.length;
for(let i5=0; i5<len3; i5++){
if(!(validate331(data15[i5], instancePath+"/overrides/" + i5))){
vErrors = vErrors === null ? validate331.errors : vErrors.concat(validate331.errors);
errors = vErrors.length;
}
}
}
else {
const err16 = {instancePath:instancePath+"/overrides",keyword:"type",params:{type: "array"},parentSchema:schema90.properties.overrides,data:data15};
(vErrors ??= []).push(err16);
errors++;
}
}
}
else {
const err17 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema90,data};
(vErrors ??= []).push(err17);
errors++;
}
validate299.errors = vErrors;
return errors === 0;
}

const lock = validate337;
const schema102 = {"type":"object","properties":{"formatVersion":{"type":"integer","enum":[1]},"release":{"$ref":"shared#/definitions/name"},"releaseFile":{"$ref":"shared#/definitions/path"},"project":{"$ref":"shared#/definitions/name"},"version":{"$ref":"shared#/definitions/version"},"channel":{"$ref":"shared#/definitions/name"},"commit":{"type":"string","pattern":"^(?:[0-9a-f]{40}|[0-9a-f]{64})$","patternErrorMessage":"a git commit is 40 or 64 hexadecimal digits"},"versions":{"$ref":"shared#/definitions/versions"},"packages":{"type":"array","items":{"$ref":"#/definitions/lockedPackage"}},"projects":{"type":"object","propertyNames":{"$ref":"shared#/definitions/name"},"additionalProperties":{"$ref":"#/definitions/digest"}},"names":{"type":"object","propertyNames":{"$ref":"shared#/definitions/name"},"additionalProperties":{"type":"array","items":{"type":"string"}}},"values":{"type":"object","additionalProperties":{"type":"object","additionalProperties":{"type":"string","pattern":"^(?:[0-9a-f]{8}|-{8})*$","patternErrorMessage":"digests are eight hexadecimal digits each"}}},"history":{"type":"array","items":{"$ref":"#/definitions/lockChange"}},"digest":{"$ref":"#/definitions/digest"}},"required":["formatVersion","release","releaseFile","project","version","channel","versions","packages","projects","names","values","history"],"additionalProperties":false,"definitions":{"digest":{"type":"string","pattern":"^[0-9a-f]{64}$","patternErrorMessage":"a digest is 64 hexadecimal digits in lower case"},"lockedPackage":{"type":"object","properties":{"feed":{"$ref":"shared#/definitions/name"},"id":{"type":"string"},"wanted":{"type":"string"},"version":{"$ref":"shared#/definitions/version"},"sha256":{"$ref":"#/definitions/digest"}},"required":["feed","id","wanted","version","sha256"],"additionalProperties":false},"lockChange":{"type":"object","properties":{"at":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?Z$","patternErrorMessage":"a moment is written in UTC, such as `2026-11-20T18:00:00Z`"},"did":{"type":"string"},"environments":{"$ref":"shared#/definitions/nameList"},"commit":{"$ref":"shared#/definitions/text"}},"required":["at","did","environments"],"additionalProperties":false}}};

function validate338(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern1.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"},schema:"^(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(?:\\.|$))(?!.*\\.$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",parentSchema:schema9,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema9,data};
(vErrors ??= []).push(err1);
errors++;
}
validate338.errors = vErrors;
return errors === 0;
}


function validate340(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\S"},parentSchema:schema16,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema16,data};
(vErrors ??= []).push(err1);
errors++;
}
validate340.errors = vErrors;
return errors === 0;
}


function validate343(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern32.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}$"},schema:"^[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}$",parentSchema:schema92,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema92,data};
(vErrors ??= []).push(err1);
errors++;
}
validate343.errors = vErrors;
return errors === 0;
}


function validate346(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(!(validate86(key0, instancePath))){
vErrors = vErrors === null ? validate86.errors : vErrors.concat(validate86.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(!valid0){
const err0 = {instancePath,keyword:"propertyNames",params:{propertyName: key0},parentSchema:schema93,data};
(vErrors ??= []).push(err0);
errors++;
}
}
for(const key1 in data){
if(!(validate308(data[key1], instancePath+"/" + pointerSegment(key1)))){
vErrors = vErrors === null ? validate308.errors : vErrors.concat(validate308.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema93,data};
(vErrors ??= []).push(err1);
errors++;
}
validate346.errors = vErrors;
return errors === 0;
}

const schema107 = {"type":"object","properties":{"feed":{"$ref":"shared#/definitions/name"},"id":{"type":"string"},"wanted":{"type":"string"},"version":{"$ref":"shared#/definitions/version"},"sha256":{"$ref":"#/definitions/digest"}},"required":["feed","id","wanted","version","sha256"],"additionalProperties":false};
const schema108 = {"type":"string","pattern":"^[0-9a-f]{64}$","patternErrorMessage":"a digest is 64 hexadecimal digits in lower case"};
const pattern41 = new RegExp("^[0-9a-f]{64}$", "u");

function validate353(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern41.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},schema:"^[0-9a-f]{64}$",parentSchema:schema108,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema108,data};
(vErrors ??= []).push(err1);
errors++;
}
validate353.errors = vErrors;
return errors === 0;
}


function validate350(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.feed === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "feed"},parentSchema:schema107,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.id === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "id"},parentSchema:schema107,data};
(vErrors ??= []).push(err1);
errors++;
}
if(data.wanted === undefined){
const err2 = {instancePath,keyword:"required",params:{missingProperty: "wanted"},parentSchema:schema107,data};
(vErrors ??= []).push(err2);
errors++;
}
if(data.version === undefined){
const err3 = {instancePath,keyword:"required",params:{missingProperty: "version"},parentSchema:schema107,data};
(vErrors ??= []).push(err3);
errors++;
}
if(data.sha256 === undefined){
const err4 = {instancePath,keyword:"required",params:{missingProperty: "sha256"},parentSchema:schema107,data};
(vErrors ??= []).push(err4);
errors++;
}
for(const key0 in data){
if(!(((((key0 === "feed") || (key0 === "id")) || (key0 === "wanted")) || (key0 === "version")) || (key0 === "sha256"))){
const err5 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema107,data};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.feed !== undefined){
if(!(validate338(data.feed, instancePath+"/feed"))){
vErrors = vErrors === null ? validate338.errors : vErrors.concat(validate338.errors);
errors = vErrors.length;
}
}
if(data.id !== undefined){
let data1 = data.id;
if(typeof data1 !== "string"){
const err6 = {instancePath:instancePath+"/id",keyword:"type",params:{type: "string"},parentSchema:schema107.properties.id,data:data1};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.wanted !== undefined){
let data2 = data.wanted;
if(typeof data2 !== "string"){
const err7 = {instancePath:instancePath+"/wanted",keyword:"type",params:{type: "string"},parentSchema:schema107.properties.wanted,data:data2};
(vErrors ??= []).push(err7);
errors++;
}
}
if(data.version !== undefined){
if(!(validate343(data.version, instancePath+"/version"))){
vErrors = vErrors === null ? validate343.errors : vErrors.concat(validate343.errors);
errors = vErrors.length;
}
}
if(data.sha256 !== undefined){
if(!(validate353(data.sha256, instancePath+"/sha256"))){
vErrors = vErrors === null ? validate353.errors : vErrors.concat(validate353.errors);
errors = vErrors.length;
}
}
}
else {
const err8 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema107,data};
(vErrors ??= []).push(err8);
errors++;
}
validate350.errors = vErrors;
return errors === 0;
}

const schema109 = {"type":"object","properties":{"at":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?Z$","patternErrorMessage":"a moment is written in UTC, such as `2026-11-20T18:00:00Z`"},"did":{"type":"string"},"environments":{"$ref":"shared#/definitions/nameList"},"commit":{"$ref":"shared#/definitions/text"}},"required":["at","did","environments"],"additionalProperties":false};
const pattern43 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?Z$", "u");

function validate360(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 !== "string"){
const err0 = {instancePath:instancePath+"/" + i0,keyword:"type",params:{type: "string"},parentSchema:schema85.items,data:data0};
(vErrors ??= []).push(err0);
errors++;
}
if(!(validate86(data0, instancePath+"/" + i0))){
vErrors = vErrors === null ? validate86.errors : vErrors.concat(validate86.errors);
errors = vErrors.length;
}
}
let i1 = data.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err1 = {instancePath,keyword:"uniqueItems",params:{i: i1, j: j0},parentSchema:schema85,data};
(vErrors ??= []).push(err1);
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err2 = {instancePath,keyword:"type",params:{type: "array"},parentSchema:schema85,data};
(vErrors ??= []).push(err2);
errors++;
}
validate360.errors = vErrors;
return errors === 0;
}


function validate363(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(typeof data === "string"){
if(!pattern0.test(data)){
const err0 = {instancePath,keyword:"pattern",params:{pattern: "\\S"},parentSchema:schema19,data};
(vErrors ??= []).push(err0);
errors++;
}
}
else {
const err1 = {instancePath,keyword:"type",params:{type: "string"},parentSchema:schema19,data};
(vErrors ??= []).push(err1);
errors++;
}
validate363.errors = vErrors;
return errors === 0;
}


function validate359(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.at === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "at"},parentSchema:schema109,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.did === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "did"},parentSchema:schema109,data};
(vErrors ??= []).push(err1);
errors++;
}
if(data.environments === undefined){
const err2 = {instancePath,keyword:"required",params:{missingProperty: "environments"},parentSchema:schema109,data};
(vErrors ??= []).push(err2);
errors++;
}
for(const key0 in data){
if(!((((key0 === "at") || (key0 === "did")) || (key0 === "environments")) || (key0 === "commit"))){
const err3 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema109,data};
(vErrors ??= []).push(err3);
errors++;
}
}
if(data.at !== undefined){
let data0 = data.at;
if(typeof data0 === "string"){
if(!pattern43.test(data0)){
const err4 = {instancePath:instancePath+"/at",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?Z$"},schema:"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?Z$",parentSchema:schema109.properties.at,data:data0};
(vErrors ??= []).push(err4);
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/at",keyword:"type",params:{type: "string"},parentSchema:schema109.properties.at,data:data0};
(vErrors ??= []).push(err5);
errors++;
}
}
if(data.did !== undefined){
let data1 = data.did;
if(typeof data1 !== "string"){
const err6 = {instancePath:instancePath+"/did",keyword:"type",params:{type: "string"},parentSchema:schema109.properties.did,data:data1};
(vErrors ??= []).push(err6);
errors++;
}
}
if(data.environments !== undefined){
if(!(validate360(data.environments, instancePath+"/environments"))){
vErrors = vErrors === null ? validate360.errors : vErrors.concat(validate360.errors);
errors = vErrors.length;
}
}
if(data.commit !== undefined){
if(!(validate363(data.commit, instancePath+"/commit"))){
vErrors = vErrors === null ? validate363.errors : vErrors.concat(validate363.errors);
errors = vErrors.length;
}
}
}
else {
const err7 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema109,data};
(vErrors ??= []).push(err7);
errors++;
}
validate359.errors = vErrors;
return errors === 0;
}

const pattern40 = new RegExp("^(?:[0-9a-f]{40}|[0-9a-f]{64})$", "u");
const pattern42 = new RegExp("^(?:[0-9a-f]{8}|-{8})*$", "u");

function validate337(data, instancePath = ""){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.formatVersion === undefined){
const err0 = {instancePath,keyword:"required",params:{missingProperty: "formatVersion"},parentSchema:schema102,data};
(vErrors ??= []).push(err0);
errors++;
}
if(data.release === undefined){
const err1 = {instancePath,keyword:"required",params:{missingProperty: "release"},parentSchema:schema102,data};
(vErrors ??= []).push(err1);
errors++;
}
if(data.releaseFile === undefined){
const err2 = {instancePath,keyword:"required",params:{missingProperty: "releaseFile"},parentSchema:schema102,data};
(vErrors ??= []).push(err2);
errors++;
}
if(data.project === undefined){
const err3 = {instancePath,keyword:"required",params:{missingProperty: "project"},parentSchema:schema102,data};
(vErrors ??= []).push(err3);
errors++;
}
if(data.version === undefined){
const err4 = {instancePath,keyword:"required",params:{missingProperty: "version"},parentSchema:schema102,data};
(vErrors ??= []).push(err4);
errors++;
}
if(data.channel === undefined){
const err5 = {instancePath,keyword:"required",params:{missingProperty: "channel"},parentSchema:schema102,data};
(vErrors ??= []).push(err5);
errors++;
}
if(data.versions === undefined){
const err6 = {instancePath,keyword:"required",params:{missingProperty: "versions"},parentSchema:schema102,data};
(vErrors ??= []).push(err6);
errors++;
}
if(data.packages === undefined){
const err7 = {instancePath,keyword:"required",params:{missingProperty: "packages"},parentSchema:schema102,data};
(vErrors ??= []).push(err7);
errors++;
}
if(data.projects === undefined){
const err8 = {instancePath,keyword:"required",params:{missingProperty: "projects"},parentSchema:schema102,data};
(vErrors ??= []).push(err8);
errors++;
}
if(data.names === undefined){
const err9 = {instancePath,keyword:"required",params:{missingProperty: "names"},parentSchema:schema102,data};
(vErrors ??= []).push(err9);
errors++;
}
if(data.values === undefined){
const err10 = {instancePath,keyword:"required",params:{missingProperty: "values"},parentSchema:schema102,data};
(vErrors ??= []).push(err10);
errors++;
}
if(data.history === undefined){
const err11 = {instancePath,keyword:"required",params:{missingProperty: "history"},parentSchema:schema102,data};
(vErrors ??= []).push(err11);
errors++;
}
for(const key0 in data){
if(!(func2.call(schema102.properties, key0))){
const err12 = {instancePath,keyword:"additionalProperties",params:{additionalProperty: key0},parentSchema:schema102,data};
(vErrors ??= []).push(err12);
errors++;
}
}
if(data.formatVersion !== undefined){
let data0 = data.formatVersion;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err13 = {instancePath:instancePath+"/formatVersion",keyword:"type",params:{type: "integer"},parentSchema:schema102.properties.formatVersion,data:data0};
(vErrors ??= []).push(err13);
errors++;
}
if(!(data0 === 1)){
const err14 = {instancePath:instancePath+"/formatVersion",keyword:"enum",params:{allowedValues: schema102.properties.formatVersion.enum},parentSchema:schema102.properties.formatVersion,data:data0};
(vErrors ??= []).push(err14);
errors++;
}
}
if(data.release !== undefined){
if(!(validate338(data.release, instancePath+"/release"))){
vErrors = vErrors === null ? validate338.errors : vErrors.concat(validate338.errors);
errors = vErrors.length;
}
}
if(data.releaseFile !== undefined){
if(!(validate340(data.releaseFile, instancePath+"/releaseFile"))){
vErrors = vErrors === null ? validate340.errors : vErrors.concat(validate340.errors);
errors = vErrors.length;
}
}
if(data.project !== undefined){
if(!(validate338(data.project, instancePath+"/project"))){
vErrors = vErrors === null ? validate338.errors : vErrors.concat(validate338.errors);
errors = vErrors.length;
}
}
if(data.version !== undefined){
if(!(validate343(data.version, instancePath+"/version"))){
vErrors = vErrors === null ? validate343.errors : vErrors.concat(validate343.errors);
errors = vErrors.length;
}
}
if(data.channel !== undefined){
if(!(validate338(data.channel, instancePath+"/channel"))){
vErrors = vErrors === null ? validate338.errors : vErrors.concat(validate338.errors);
errors = vErrors.length;
}
}
if(data.commit !== undefined){
let data6 = data.commit;
if(typeof data6 === "string"){
if(!pattern40.test(data6)){
const err15 = {instancePath:instancePath+"/commit",keyword:"pattern",params:{pattern: "^(?:[0-9a-f]{40}|[0-9a-f]{64})$"},schema:"^(?:[0-9a-f]{40}|[0-9a-f]{64})$",parentSchema:schema102.properties.commit,data:data6};
(vErrors ??= []).push(err15);
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/commit",keyword:"type",params:{type: "string"},parentSchema:schema102.properties.commit,data:data6};
(vErrors ??= []).push(err16);
errors++;
}
}
if(data.versions !== undefined){
if(!(validate346(data.versions, instancePath+"/versions"))){
vErrors = vErrors === null ? validate346.errors : vErrors.concat(validate346.errors);
errors = vErrors.length;
}
}
if(data.packages !== undefined){
let data8 = data.packages;
if(Array.isArray(data8)){
const len0 = data8.length;
for(let i0=0; i0<len0; i0++){
if(!(validate350(data8[i0], instancePath+"/packages/" + i0))){
vErrors = vErrors === null ? validate350.errors : vErrors.concat(validate350.errors);
errors = vErrors.length;
}
}
}
else {
const err17 = {instancePath:instancePath+"/packages",keyword:"type",params:{type: "array"},parentSchema:schema102.properties.packages,data:data8};
(vErrors ??= []).push(err17);
errors++;
}
}
if(data.projects !== undefined){
let data10 = data.projects;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key1 in data10){
const _errs17 = errors;
if(!(validate338(key1, instancePath+"/projects"))){
vErrors = vErrors === null ? validate338.errors : vErrors.concat(validate338.errors);
errors = vErrors.length;
}
var valid3 = _errs17 === errors;
if(!valid3){
const err18 = {instancePath:instancePath+"/projects",keyword:"propertyNames",params:{propertyName: key1},parentSchema:schema102.properties.projects,data:data10};
(vErrors ??= []).push(err18);
errors++;
}
}
for(const key2 in data10){
if(!(validate353(data10[key2], instancePath+"/projects/" + pointerSegment(key2)))){
vErrors = vErrors === null ? validate353.errors : vErrors.concat(validate353.errors);
errors = vErrors.length;
}
}
}
else {
const err19 = {instancePath:instancePath+"/projects",keyword:"type",params:{type: "object"},parentSchema:schema102.properties.projects,data:data10};
(vErrors ??= []).push(err19);
errors++;
}
}
if(data.names !== undefined){
let data12 = data.names;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key3 in data12){
const _errs22 = errors;
if(!(validate338(key3, instancePath+"/names"))){
vErrors = vErrors === null ? validate338.errors : vErrors.concat(validate338.errors);
errors = vErrors.length;
}
var valid5 = _errs22 === errors;
if(!valid5){
const err20 = {instancePath:instancePath+"/names",keyword:"propertyNames",params:{propertyName: key3},parentSchema:schema102.properties.names,data:data12};
(vErrors ??= []).push(err20);
errors++;
}
}
for(const key4 in data12){
let data13 = data12[key4];
if(Array.isArray(data13)){
const len1 = data13.length;
for(let i1=0; i1<len1; i1++){
let data14 = data13[i1];
if(typeof data14 !== "string"){
const err21 = {instancePath:instancePath+"/names/" + pointerSegment(key4)+"/" + i1,keyword:"type",params:{type: "string"},parentSchema:schema102.properties.names.additionalProperties.items,data:data14};
(vErrors ??= []).push(err21);
errors++;
}
}
}
else {
const err22 = {instancePath:instancePath+"/names/" + pointerSegment(key4),keyword:"type",params:{type: "array"},parentSchema:schema102.properties.names.additionalProperties,data:data13};
(vErrors ??= []).push(err22);
errors++;
}
}
}
else {
const err23 = {instancePath:instancePath+"/names",keyword:"type",params:{type: "object"},parentSchema:schema102.properties.names,data:data12};
(vErrors ??= []).push(err23);
errors++;
}
}
if(data.values !== undefined){
let data15 = data.values;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key5 in data15){
let data16 = data15[key5];
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key6 in data16){
let data17 = data16[key6];
if(typeof data17 === "string"){
if(!pattern42.test(data17)){
const err24 = {instancePath:instancePath+"/values/" + pointerSegment(key5)+"/" + pointerSegment(key6),keyword:"pattern",params:{pattern: "^(?:[0-9a-f]{8}|-{8})*$"},schema:"^(?:[0-9a-f]{8}|-{8})*$",parentSchema:schema102.properties.values.additionalProperties.additionalProperties,data:data17};
(vErrors ??= []).push(err24);
errors++;
}
}
else {
const err25 = {instancePath:instancePath+"/values/" + pointerSegment(key5)+"/" + pointerSegment(key6),keyword:"type",params:{type: "string"},parentSchema:schema102.properties.values.additionalProperties.additionalProperties,data:data17};
(vErrors ??= []).push(err25);
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/values/" + pointerSegment(key5),keyword:"type",params:{type: "object"},parentSchema:schema102.properties.values.additionalProperties,data:data16};
(vErrors ??= []).push(err26);
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/values",keyword:"type",params:{type: "object"},parentSchema:schema102.properties.values,data:data15};
(vErrors ??= []).push(err27);
errors++;
}
}
if(data.history !== undefined){
let data18 = data.history;
if(Array.isArray(data18)){
const len2 = data18.length;
for(let i2=0; i2<len2; i2++){
if(!(validate359(data18[i2], instancePath+"/history/" + i2))){
vErrors = vErrors === null ? validate359.errors : vErrors.concat(validate359.errors);
errors = vErrors.length;
}
}
}
else {
const err28 = {instancePath:instancePath+"/history",keyword:"type",params:{type: "array"},parentSchema:schema102.properties.history,data:data18};
(vErrors ??= []).push(err28);
errors++;
}
}
if(data.digest !== undefined){
if(!(validate353(data.digest, instancePath+"/digest"))){
vErrors = vErrors === null ? validate353.errors : vErrors.concat(validate353.errors);
errors = vErrors.length;
}
}
}
else {
const err29 = {instancePath,keyword:"type",params:{type: "object"},parentSchema:schema102,data};
(vErrors ??= []).push(err29);
errors++;
}
validate337.errors = vErrors;
return errors === 0;
}

export const validators = { workspace, tenant, variables, project, release, lock };
